"""What happened, in which order?"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from heapq import heappop, heappush
from itertools import count

Act = Callable[[datetime], object]


class Diary:
    """Acts planned in any order and lived through by their moment: the audit log then reads like a year."""

    def __init__(self) -> None:
        self._pages: list[tuple[datetime, int, Act]] = []
        self._numbers = count()

    def plan(self, moment: datetime, act: Act) -> None:
        """Have the act done at that moment; an act may plan later ones."""
        heappush(self._pages, (moment, next(self._numbers), act))

    def live_through(self) -> None:
        """Do everything, the earliest first; of two acts at one moment, the one planned first."""
        while self._pages:
            moment, _, act = heappop(self._pages)
            act(moment)


def office_hours(at: datetime, days_ago: int, minutes: int) -> datetime:
    """Return so many minutes after half past eight on the working day about so many days before `at`.

    Working days are counted rather than moved, so that of two acts the one planned for more days ago
    (by two or more) always comes first.
    """
    day = _working_day(at.astimezone(UTC).date(), round(days_ago * 5 / 7))
    return datetime.combine(day, time(8, 30), UTC) + timedelta(minutes=minutes)


@lru_cache(maxsize=512)
def _working_day(day: date, ago: int) -> date:
    while ago:
        day -= timedelta(days=1)
        ago -= _is_working_day(day)
    return day


def _is_working_day(day: date) -> bool:
    is_christmas = (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1)
    return day.weekday() < 5 and not is_christmas
