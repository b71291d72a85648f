"""How near is what a plan still has to do?"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from wardmote.engines.plans.years import financial_year, year_words

_SOON = timedelta(days=90)


class Horizon(IntEnum):
    """How near a due date is, nearest first."""

    OVERDUE = 0
    SOON = 1
    LATER = 2
    UNDATED = 3


@dataclass(frozen=True, order=True)
class DueGroup:
    """Lines that are due about the same time; only LATER has a financial year."""

    horizon: Horizon
    year: int = 0

    @property
    def year_words(self) -> str:
        """The financial year of what is due later: 2026-27."""
        return year_words(self.year)


def group_of(due_on: date | None, day: date) -> DueGroup:
    """Where a date stands as seen on a day: overdue, within 90 days, in a financial year, or nowhere."""
    if due_on is None:
        return DueGroup(Horizon.UNDATED)
    if due_on < day:
        return DueGroup(Horizon.OVERDUE)
    if due_on - day <= _SOON:
        return DueGroup(Horizon.SOON)
    return DueGroup(Horizon.LATER, financial_year(due_on))
