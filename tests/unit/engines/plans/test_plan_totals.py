"""What do lines add up to, where some costs are unknown?"""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.engines.plans.lines import some_lines
from wardmote.engines.plans import PlannedLine, pounds, total


def test_an_unknown_cost_is_counted_apart_and_never_as_nought() -> None:
    lines = [PlannedLine(1, "a", once=5000, yearly=0), PlannedLine(2, "b", once=None, yearly=300), PlannedLine(3, "c")]
    found = total(lines)
    assert (found.once.known, found.once.unknown, found.once.is_complete) == (5000, 2, False)
    assert (found.yearly.known, found.yearly.unknown) == (300, 1)
    assert (found.uncosted, found.incomplete) == (1, 2)


def test_a_cost_of_nought_is_known() -> None:
    found = total([PlannedLine(1, "a", once=0, yearly=0)])
    assert found.once.is_complete
    assert not found.once.is_nothing_known


def test_lines_without_any_cost_give_a_sum_that_says_nothing() -> None:
    assert total([PlannedLine(1, "a")]).once.is_nothing_known


def test_no_line_at_all_costs_nothing_for_certain() -> None:
    found = total([])
    assert found.once.is_complete
    assert not found.once.is_nothing_known
    assert not found.effort.is_nothing_known


def test_effort_adds_up_to_the_tenth() -> None:
    lines = [PlannedLine(1, "a", effort_days=Decimal("0.1")), PlannedLine(2, "b", effort_days=Decimal("0.2"))]
    assert total([*lines, PlannedLine(3, "c")]).effort.days == Decimal("0.3")


@given(some_lines())
def test_a_sum_is_that_of_its_known_costs_and_counts_all_others(lines: list[PlannedLine]) -> None:
    found = total(lines)
    assert found.once.known == sum(line.once for line in lines if line.once is not None)
    assert found.once.unknown + sum(1 for line in lines if line.once is not None) == found.lines == len(lines)
    assert found.uncosted <= min(found.once.unknown, found.yearly.unknown)
    assert max(found.once.unknown, found.yearly.unknown) <= found.incomplete


@given(some_lines(), some_lines())
def test_two_plans_together_cost_what_they_cost_apart(one: list[PlannedLine], other: list[PlannedLine]) -> None:
    both = total([*one, *other])
    assert both.yearly.known == total(one).yearly.known + total(other).yearly.known
    assert both.effort.days == total(one).effort.days + total(other).effort.days


@pytest.mark.parametrize(
    ("amount", "words"), [(0, "£0"), (999, "£999"), (12345, "£12,345"), (100_000_000, "£100,000,000"), (-5, "−£5")]
)
def test_money_reads_with_pound_sign_and_separated_thousands(amount: int, words: str) -> None:
    assert pounds(amount) == words


@given(st.dates(date(2020, 1, 1), date(2099, 12, 31)))
def test_a_date_doesnt_bear_on_the_sums(day: date) -> None:
    assert total([PlannedLine(1, "a", 5, 6, due_on=day)]) == total([PlannedLine(1, "a", 5, 6)])
