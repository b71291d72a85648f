"""Can nobody work out from an outcome's figures how few councils stand anywhere?"""

from itertools import product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.unit.oversee.reports import FULLY, NOT, PARTLY
from wardmote.oversee.outcome_figures import NOTHING, STATUSES, OutcomeFigures, outcome_figures, share_in_words
from wardmote.oversee.suppression import LEAST

unhurried = settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
CELLS = tuple(product(STATUSES, (True, False)))
# Where every council has the same target, a status is met by all or by none.
SAME_TARGET = st.sampled_from([{FULLY}, {FULLY, PARTLY}]).flatmap(
    lambda enough: st.fixed_dictionaries({(s, s in enough): st.integers(0, 9) for s in STATUSES})
)
ANY_TARGET = st.fixed_dictionaries({cell: st.integers(0, 5) for cell in CELLS})


def figures(not_achieved: int, partly: int, fully: int, *, enough: str = PARTLY) -> OutcomeFigures:
    """Return the figures where all councils have one target."""
    return outcome_figures({(NOT, False): not_achieved, (PARTLY, enough == PARTLY): partly, (FULLY, True): fully})


def shown(found: OutcomeFigures) -> tuple[int | None, ...]:
    return found.total, *found.counts.values(), found.met


@pytest.mark.parametrize(
    ("counts", "enough", "expected"),
    [
        ((10, 20, 30), PARTLY, (60, 10, 20, 30, 50)),
        ((10, 20, 30), FULLY, (60, 10, 20, 30, 30)),
        ((0, 0, 5), PARTLY, (5, 0, 0, 5, 5)),
        ((5, 0, 0), PARTLY, (5, 5, 0, 0, 0)),
        # Who knows the share that meets the target would know the three that haven't achieved.
        ((3, 20, 30), PARTLY, (53, None, None, 30, None)),
        # Three have achieved: how they split with "partially" is withheld, how many meet the target isn't.
        ((10, 20, 3), PARTLY, (33, 10, None, None, 23)),
        ((3, 20, 30), FULLY, (53, None, None, 30, 30)),
        ((0, 0, 4), PARTLY, (None, None, None, None, None)),
        ((2, 2, 2), PARTLY, (None, None, None, None, None)),
        ((0, 0, 0), PARTLY, (None, None, None, None, None)),
    ],
)
def test_what_would_point_at_few_is_withheld(
    counts: tuple[int, int, int], enough: str, expected: tuple[int | None, ...]
) -> None:
    assert shown(figures(*counts, enough=enough)) == expected


def test_four_councils_show_nothing_and_five_show_all() -> None:
    assert outcome_figures({(FULLY, True): 4}) == NOTHING
    assert outcome_figures({(FULLY, True): 5}).met == 5


@unhurried
@given(st.one_of(SAME_TARGET, ANY_TARGET))
def test_no_shown_figure_speaks_of_one_to_four_councils(cells: dict[tuple[str, bool], int]) -> None:
    found = outcome_figures(cells)
    assert not {n for n in shown(found) if n is not None} & set(range(1, LEAST))
    if found.met is not None and found.total is not None:
        assert found.total - found.met not in range(1, LEAST)


@unhurried
@given(st.one_of(SAME_TARGET, ANY_TARGET))
def test_what_is_shown_is_true(cells: dict[tuple[str, bool], int]) -> None:
    found = outcome_figures(cells)
    true = {s: sum(n for (status, _), n in cells.items() if status == s) for s in STATUSES}
    assert all(n in (None, true[s]) for s, n in found.counts.items())
    assert found.total in (None, sum(cells.values()))
    assert found.met in (None, sum(n for (_, is_met), n in cells.items() if is_met))


@unhurried
@given(SAME_TARGET)
def test_no_small_count_follows_from_the_others_where_all_have_one_target(cells: dict[tuple[str, bool], int]) -> None:
    """Try every way that fits what is shown, as a reader would who knows the target and where nobody stands."""
    found = outcome_figures(cells)
    assume(found.total is not None)
    total = found.total or 0
    used = [cell for cell, n in cells.items() if n]
    ways = []
    for counts in product(range(1, total + 1), repeat=len(used)):
        guess = dict(zip(used, counts, strict=True))
        met = sum(n for (_, is_met), n in guess.items() if is_met)
        fits = sum(counts) == total and found.met in (None, met)
        if fits and all(n is None or n == guess.get(_cell(used, s), 0) for s, n in found.counts.items()):
            ways.append(counts)
    assert ways
    for cell, possible in zip(used, zip(*ways, strict=True), strict=True):
        assert cells[cell] >= LEAST or len(set(possible)) > 1, cell


def _cell(used: list[tuple[str, bool]], status: str) -> tuple[str, bool]:
    return next((cell for cell in used if cell[0] == status), (status, True))


@pytest.mark.parametrize(
    ("part", "whole", "says"),
    [
        (0, 50, "none"),
        (1, 50, "fewer than 1 in 10"),
        (15, 50, "3 in 10"),
        (49, 50, "more than 9 in 10"),
        (50, 50, "all"),
    ],
)
def test_a_share_is_said_in_tenths_and_never_as_all_or_none_unless_it_is(part: int, whole: int, says: str) -> None:
    assert share_in_words(part, whole) == says
