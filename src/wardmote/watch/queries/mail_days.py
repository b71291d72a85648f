"""How did mail in the council's name fare over time, and how is that drawn?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..models import SenderDay
from .mail_numbers import SUMS, Numbers, Period, Scope, added, read_sums

WIDTH, HEIGHT = 720, 180
# Longer periods are drawn week by week.
MOST_BARS = 35


@dataclass(frozen=True)
class Span:
    """A day, or a week: what one bar shows."""

    start: date
    end: date
    numbers: Numbers

    @property
    def is_day(self) -> bool:
        """Say whether it is one day."""
        return self.start == self.end


@dataclass(frozen=True)
class Bar:
    """One bar of the chart, in the drawing's units: messages that passed below, those that failed above."""

    span: Span
    x: float
    width: float
    passed: float
    failed: float

    @property
    def failed_y(self) -> float:
        """Return where the upper part begins."""
        return HEIGHT - self.passed - self.failed

    @property
    def passed_y(self) -> float:
        """Return where the lower part begins."""
        return HEIGHT - self.passed


@dataclass(frozen=True)
class Trend:
    """Messages over time: `highest` is what the full height stands for."""

    spans: tuple[Span, ...]
    highest: int
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def is_by_day(self) -> bool:
        """Say whether each bar is a day."""
        return all(span.is_day for span in self.spans)

    @property
    def total(self) -> Numbers:
        """Return all messages."""
        return added(span.numbers for span in self.spans)

    @property
    def filled(self) -> tuple[Span, ...]:
        """Return the spans that something was reported about, the newest first."""
        return tuple(span for span in reversed(self.spans) if span.numbers.total)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """Return the bars; a number that isn't 0 is never too small to be seen."""
        step = WIDTH / max(len(self.spans), 1)
        return tuple(
            Bar(
                span,
                round(index * step + step * 0.1, 1),
                round(step * 0.8, 1),
                self._tall(span.numbers.passed),
                self._tall(span.numbers.failed),
            )
            for index, span in enumerate(self.spans)
        )

    def _tall(self, number: int) -> float:
        return max(1.5, round(number / self.highest * (HEIGHT - 4), 1)) if number else 0.0


def trend(scope: Scope, period: Period, sender: str | None = None) -> Trend:
    """Return messages by day or week, of everybody or of one sender."""
    held = SenderDay.objects.filter(domain__in=scope.ids, day__range=(period.start, period.end))
    held = held if sender is None else held.filter(sender=sender)
    return drawn(dict(read_sums(held.order_by().values_list("day").annotate(**SUMS))), period)


def drawn(days: dict[date, Numbers], period: Period) -> Trend:
    """Return a trend of the numbers of days."""
    spans = tuple(
        Span(some[0], some[-1], added(days[day] for day in some if day in days)) for some in _spans(period.days)
    )
    return Trend(spans, max((span.numbers.total for span in spans), default=0) or 1)


def _spans(days: Sequence[date]) -> list[list[date]]:
    """Return days one by one, or in weeks that begin on Mondays."""
    if len(days) <= MOST_BARS:
        return [[day] for day in days]
    weeks: dict[date, list[date]] = {}
    for day in days:
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(day)
    return list(weeks.values())
