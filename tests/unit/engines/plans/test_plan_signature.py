"""What is signed, and what differs from it later?"""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from tests.unit.engines.plans.lines import some_lines
from wardmote.engines.plans import PlannedLine, changes_since, digest_of, freeze, from_stored, to_stored

LINE = PlannedLine(7, "Buy tapes", 1000, 100, Decimal(3), date(2027, 1, 1))


def test_a_date_or_an_effort_may_change_without_a_new_signature() -> None:
    other = replace(LINE, due_on=None, effort_days=None)
    assert digest_of(freeze([LINE])) == digest_of(freeze([other]))


@pytest.mark.parametrize(
    ("other", "which"),
    [
        (replace(LINE, action="Buy discs"), (True, False, False)),
        (replace(LINE, once=1001), (False, True, False)),
        (replace(LINE, once=None), (False, True, False)),
        (replace(LINE, yearly=0), (False, False, True)),
    ],
)
def test_a_change_of_an_action_or_a_cost_is_named(other: PlannedLine, which: tuple[bool, bool, bool]) -> None:
    (change,) = changes_since(freeze([LINE]), freeze([other]))
    assert (change.is_reworded, change.has_other_once, change.has_other_yearly) == which
    assert not change.is_new
    assert not change.is_gone
    assert digest_of(freeze([LINE])) != digest_of(freeze([other]))


def test_a_new_line_and_one_that_is_gone_are_named_as_such() -> None:
    (new,) = changes_since((), freeze([LINE]))
    (gone,) = changes_since(freeze([LINE]), ())
    assert (new.is_new, new.is_gone, gone.is_new, gone.is_gone) == (True, False, False, True)
    assert not gone.has_other_once


def test_an_unknown_cost_isnt_signed_as_nought() -> None:
    assert digest_of(freeze([replace(LINE, once=None)])) != digest_of(freeze([replace(LINE, once=0)]))


@given(some_lines(), some_lines())
def test_digests_are_equal_just_where_nothing_differs(one: list[PlannedLine], other: list[PlannedLine]) -> None:
    before, after = freeze(one), freeze(other)
    assert (digest_of(before) == digest_of(after)) == (changes_since(before, after) == ())


@given(some_lines())
def test_what_is_signed_comes_back_from_the_store_in_any_order(lines: list[PlannedLine]) -> None:
    signed = freeze(lines)
    stored = json.loads(json.dumps(to_stored(signed)))
    assert from_stored(stored) == signed
    assert digest_of(signed) == digest_of(freeze(reversed(lines)))


@pytest.mark.parametrize("row", [[], [1, "x", "5", None], ["1", "x", None, None], [1, None, 1, 1]])
def test_a_row_of_another_shape_is_refused(row: list[int | str | None]) -> None:
    with pytest.raises(ValueError, match="not a signed line"):
        from_stored([row])
