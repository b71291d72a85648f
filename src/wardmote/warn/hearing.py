"""When does a person hear of warnings: at which hours, and when are they left in peace?

Hours are of the council's day (Europe/London). What is compared is always in UTC: on the two nights on which clocks
change, an hour comes twice or not at all.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.timezone import localtime

from .models import Choice, Pace, Priority

DEFAULT_HOUR = 8


@dataclass(frozen=True)
class Hears:
    """How one person hears of one council's warnings."""

    pace: str = Pace.DAILY
    hour: int = DEFAULT_HOUR
    weekday: int = 1
    quiet_from: int = 0
    quiet_to: int = 0
    is_woken: bool = True
    least_priority: int = Priority.PLANNED

    @classmethod
    def as_chosen(cls, choice: Choice) -> "Hears":
        """Return what a person chose."""
        return cls(
            choice.pace,
            choice.hour,
            choice.weekday,
            choice.quiet_from,
            choice.quiet_to,
            choice.is_woken,
            choice.least_priority,
        )

    def is_quiet(self, at: datetime) -> bool:
        """Say whether the moment lies in the quiet time, which may run over midnight."""
        hour = localtime(at).hour
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= hour < self.quiet_to
        return hour >= self.quiet_from or hour < self.quiet_to

    def struck_at(self, at: datetime) -> datetime | None:
        """Return the last moment, now or before, at which this person's letter was due; None for who wants none."""
        match self.pace:
            case Pace.AT_ONCE:
                return at
            case Pace.HOURLY:
                return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
            case Pace.DAILY:
                return self._last_day(at, 1)
            case Pace.WEEKLY:
                back = (localtime(at).isoweekday() - self.weekday) % 7
                return self._last_day(at, 7, back)
        return None

    def may_be_reminded(self, at: datetime) -> bool:
        """Say whether reminders go now: whoever hears at any hour is reminded after their hour of the day only."""
        return self.pace in (Pace.DAILY, Pace.WEEKLY) or localtime(at).hour >= self.hour

    @property
    def wakes(self) -> bool:
        """Say whether what is to be acted on now is told at once, whatever pace and hour."""
        return self.is_woken and self.pace != Pace.NEVER

    def _last_day(self, at: datetime, period_d: int, back: int = 0) -> datetime:
        day = localtime(at).date() - timedelta(days=back)
        zone = localtime(at).tzinfo
        struck = datetime(day.year, day.month, day.day, self.hour, tzinfo=zone).astimezone(UTC)
        if struck <= at:
            return struck
        day -= timedelta(days=period_d)
        return datetime(day.year, day.month, day.day, self.hour, tzinfo=zone).astimezone(UTC)


DEFAULT = Hears()
