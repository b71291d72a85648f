"""In which financial year does a plan cost how much, and how near is what is left?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.engines.plans.lines import some_lines
from wardmote.engines.plans import (
    DueGroup,
    Horizon,
    PlannedLine,
    costs_by_year,
    financial_year,
    first_year,
    group_of,
    total,
    year_words,
)


@pytest.mark.parametrize(
    ("day", "year"), [(date(2027, 3, 31), 2026), (date(2027, 4, 1), 2027), (date(2026, 12, 31), 2026)]
)
def test_a_financial_year_begins_on_the_first_of_april(day: date, year: int) -> None:
    assert financial_year(day) == year


@pytest.mark.parametrize(("year", "words"), [(2026, "2026-27"), (2008, "2008-09"), (2099, "2099-00")])
def test_a_financial_year_reads_as_councils_write_it(year: int, words: str) -> None:
    assert year_words(year) == words


def test_a_one_off_cost_falls_in_its_year_and_a_yearly_one_in_every_year_from_then() -> None:
    lines = [
        PlannedLine(1, "a", 10_000, 500, due_on=date(2027, 3, 31)),
        PlannedLine(2, "b", 0, 70, due_on=date(2027, 4, 1)),
    ]
    found = costs_by_year(lines, 2026)
    assert [(y.words, y.once, y.yearly) for y in found.years] == [
        ("2026-27", 10_000, 500),
        ("2027-28", 0, 570),
        ("2028-29", 0, 570),
    ]
    assert (found.once, found.yearly, found.together) == (10_000, 1640, 11_640)


def test_what_has_no_date_or_comes_later_is_in_no_year_and_said_apart() -> None:
    lines = [PlannedLine(1, "a", 100, 10), PlannedLine(2, "b", 200, None, due_on=date(2031, 5, 1))]
    found = costs_by_year(lines, 2026)
    assert found.together == 0
    assert (found.undated.once.known, found.later.once.known, found.later.yearly.unknown) == (100, 200, 1)


def test_a_dated_line_without_a_cost_is_counted_beside_the_years() -> None:
    lines = [PlannedLine(1, "a", None, 10, due_on=date(2026, 5, 1)), PlannedLine(2, "b", 1, 1, due_on=date(2026, 5, 1))]
    assert costs_by_year(lines, 2026).unknown == 1


def test_no_year_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one year"):
        costs_by_year([], 2026, 0)


def test_the_first_year_is_that_of_the_first_due_date_or_of_the_day() -> None:
    dated = [PlannedLine(1, "a", due_on=date(2028, 1, 1)), PlannedLine(2, "b")]
    assert first_year(dated, date(2026, 11, 1)) == 2027
    assert first_year([PlannedLine(1, "a")], date(2026, 11, 1)) == 2026


@given(some_lines(), st.integers(2020, 2040), st.integers(1, 6))
def test_every_one_off_pound_is_in_exactly_one_place(lines: list[PlannedLine], first: int, count: int) -> None:
    found = costs_by_year(lines, first, count)
    placed = found.once + found.earlier_once + found.later.once.known + found.undated.once.known
    assert placed == total(lines).once.known


@given(some_lines(), st.integers(2020, 2040), st.integers(1, 6))
def test_yearly_costs_never_fall_and_end_at_all_begun(lines: list[PlannedLine], first: int, count: int) -> None:
    found = costs_by_year(lines, first, count)
    yearly = [year.yearly for year in found.years]
    assert yearly == sorted(yearly)
    assert yearly[-1] + found.later.yearly.known + found.undated.yearly.known == total(lines).yearly.known


@given(some_lines())
def test_nothing_comes_before_the_plans_own_first_year(lines: list[PlannedLine]) -> None:
    assert costs_by_year(lines, first_year(lines, date(2026, 1, 1))).earlier_once == 0


DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("due_on", "group"),
    [
        (None, DueGroup(Horizon.UNDATED)),
        (DAY - timedelta(days=1), DueGroup(Horizon.OVERDUE)),
        (DAY, DueGroup(Horizon.SOON)),
        (DAY + timedelta(days=90), DueGroup(Horizon.SOON)),
        (DAY + timedelta(days=91), DueGroup(Horizon.LATER, 2026)),
        (date(2027, 4, 1), DueGroup(Horizon.LATER, 2027)),
    ],
)
def test_a_due_date_is_overdue_soon_later_or_nowhere(due_on: date | None, group: DueGroup) -> None:
    assert group_of(due_on, DAY) == group


def test_what_is_nearest_comes_first() -> None:
    days = [None, date(2029, 1, 1), date(2027, 5, 1), DAY, DAY - timedelta(days=3)]
    found = sorted(group_of(day, DAY) for day in days)
    assert [group.horizon for group in found] == [0, 1, 2, 2, 3]
    assert found[2].year_words == "2027-28"
