"""In which financial year does a plan cost how much?

A council's financial year runs from 1 April to 31 March. A one-off cost falls in the year in which the line is due;
a yearly cost falls in that year and in every later one, always in full.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wardmote.engines.plans.lines import PlannedLine
from wardmote.engines.plans.totals import Totals, total

_APRIL = 4


@dataclass(frozen=True)
class YearCost:
    """What one financial year costs, as far as known; `year` is the one in which it begins."""

    year: int
    once: int
    yearly: int

    @property
    def together(self) -> int:
        """One-off and yearly costs of this year."""
        return self.once + self.yearly

    @property
    def words(self) -> str:
        """The year as councils write it: 2026-27."""
        return year_words(self.year)


@dataclass(frozen=True)
class CostsByYear:
    """The years asked for, and what falls outside them or can't be placed.

    `earlier_once`: one-off costs due before the first year. `later`: lines due after the last year; `undated`: lines
    without a date. Both hold costs that are in none of the years. `unknown` counts dated lines within the years, or
    before them, that lack a cost.
    """

    years: tuple[YearCost, ...]
    earlier_once: int
    later: Totals
    undated: Totals
    unknown: int

    @property
    def once(self) -> int:
        """One-off costs over the years shown."""
        return sum(year.once for year in self.years)

    @property
    def yearly(self) -> int:
        """Yearly costs over the years shown, added up."""
        return sum(year.yearly for year in self.years)

    @property
    def together(self) -> int:
        """Everything over the years shown."""
        return self.once + self.yearly


def financial_year(day: date) -> int:
    """The calendar year in which the day's financial year begins."""
    return day.year if day.month >= _APRIL else day.year - 1


def year_words(year: int) -> str:
    """The financial year that begins in `year`: 2026-27."""
    return f"{year}-{(year + 1) % 100:02}"


def first_year(lines: Iterable[PlannedLine], otherwise: date) -> int:
    """The financial year of the first due date, or of a day where no line has a date."""
    return financial_year(min((line.due_on for line in lines if line.due_on), default=otherwise))


def costs_by_year(lines: Iterable[PlannedLine], first: int, count: int = 3) -> CostsByYear:
    """Lay the known costs out over `count` years; ValueError for fewer than one."""
    if count < 1:
        raise ValueError("There must be at least one year.")
    dated: list[tuple[int, PlannedLine]] = []
    undated: list[PlannedLine] = []
    for line in lines:
        if line.due_on is None:
            undated.append(line)
        else:
            dated.append((financial_year(line.due_on), line))
    last = first + count - 1
    within = [line for year, line in dated if year <= last]
    return CostsByYear(
        years=tuple(_year(year, dated) for year in range(first, last + 1)),
        earlier_once=sum(line.once or 0 for year, line in dated if year < first),
        later=total(line for year, line in dated if year > last),
        undated=total(undated),
        unknown=sum(1 for line in within if line.once is None or line.yearly is None),
    )


def _year(year: int, dated: list[tuple[int, PlannedLine]]) -> YearCost:
    once = sum(line.once or 0 for due, line in dated if due == year)
    yearly = sum(line.yearly or 0 for due, line in dated if due <= year)
    return YearCost(year, once, yearly)
