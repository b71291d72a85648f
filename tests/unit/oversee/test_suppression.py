"""Can nobody work out how few councils stand on a step, whatever is published beside it?"""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wardmote.oversee.suppression import LEAST, safe_counts

STEPS = ("red", "amber-red", "amber", "amber-green", "green")
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def counts_of(each: st.SearchStrategy[int]) -> st.SearchStrategy[dict[str, int]]:
    """Draw a count for each step."""
    return st.fixed_dictionaries(dict.fromkeys(STEPS, each))


COUNTS = counts_of(st.integers(0, 12))


def splits(total: int, parts: int, most: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to make a total of so many whole numbers from 1 to `most`."""
    if parts == 1:
        if 1 <= total <= most:
            yield (total,)
        return
    for first in range(1, min(most, total - parts + 1) + 1):
        for rest in splits(total - first, parts - 1, most):
            yield first, *rest


def certain(total: int, parts: int, most: int) -> bool:
    """Say whether a reader who knows the withheld total would know one of the withheld counts for certain."""
    ways = list(splits(total, parts, most))
    return bool(ways) and any(len(set(column)) == 1 for column in zip(*ways, strict=True))


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((0, 0, 0, 0, 0), (None, None, None, None, None)),
        ((4, 0, 0, 0, 0), (None, None, None, None, None)),
        ((1, 1, 1, 1, 0), (None, None, None, None, None)),
        ((5, 0, 0, 0, 0), (5, 0, 0, 0, 0)),
        ((10, 20, 30, 40, 50), (10, 20, 30, 40, 50)),
        ((3, 20, 30, 40, 50), (None, None, 30, 40, 50)),
        ((3, 40, 30, 20, 0), (None, 40, 30, None, 0)),
        ((1, 1, 30, 40, 0), (None, None, None, 40, 0)),
        ((3, 3, 30, 40, 0), (None, None, 30, 40, 0)),
        ((4, 6, 0, 0, 0), (None, None, 0, 0, 0)),
        ((1, 1, 1, 1, 1), (None, None, None, None, None)),
    ],
)
def test_small_counts_are_withheld_with_what_would_give_them_away(
    counts: tuple[int, ...], shown: tuple[int | None, ...]
) -> None:
    assert tuple(safe_counts(dict(zip(STEPS, counts, strict=True))).values()) == shown


@unhurried
@given(COUNTS)
def test_a_count_below_five_is_never_shown(counts: dict[str, int]) -> None:
    assert all(n is None or n == 0 or n >= LEAST for n in safe_counts(counts).values())


@unhurried
@given(COUNTS)
def test_what_is_shown_is_true(counts: dict[str, int]) -> None:
    assert all(n in (None, counts[step]) for step, n in safe_counts(counts).items())


@unhurried
@given(COUNTS)
def test_every_step_keeps_its_place(counts: dict[str, int]) -> None:
    assert list(safe_counts(counts)) == list(counts)


@unhurried
@given(COUNTS)
def test_zero_stays_where_anything_is_shown(counts: dict[str, int]) -> None:
    shown = safe_counts(counts)
    if any(shown.values()):
        assert {step for step, n in shown.items() if n == 0} == {step for step, n in counts.items() if n == 0}


@unhurried
@given(counts_of(st.integers(0, 1)).filter(lambda counts: sum(counts.values()) < LEAST))
def test_nothing_is_shown_of_fewer_than_five_councils(counts: dict[str, int]) -> None:
    assert set(safe_counts(counts).values()) == {None}


@unhurried
@given(counts_of(st.sampled_from([0, 5, 6, 40])).filter(lambda counts: any(counts.values())))
def test_nothing_is_withheld_without_need(counts: dict[str, int]) -> None:
    assert safe_counts(counts) == counts


@unhurried
@given(COUNTS)
def test_no_withheld_count_can_be_worked_out_from_the_total(counts: dict[str, int]) -> None:
    """Neither by who takes withheld counts for anything above zero, nor, where all are small, by who guesses that."""
    shown = safe_counts(counts)
    if not any(shown.values()):
        return  # then no total is published either
    withheld = [counts[step] for step, n in shown.items() if n is None]
    left = sum(counts.values()) - sum(n for n in shown.values() if n)
    assert left == sum(withheld)
    if withheld:
        assert left >= LEAST
        assert not certain(left, len(withheld), most=left)
        assert max(withheld) >= LEAST or not certain(left, len(withheld), most=LEAST - 1)


@unhurried
@given(COUNTS)
def test_withholding_is_the_same_every_time(counts: dict[str, int]) -> None:
    assert safe_counts(counts) == safe_counts(dict(counts))
