"""Does a council learn how its peers stand together, and nothing of any one of them?"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wardmote.oversee.peer_figures import (
    Made,
    Quarter,
    Step,
    Width,
    peer_group,
    quarter_of,
    rounded,
    settled,
    spread,
    step_of,
)
from wardmote.oversee.suppression import LEAST

unhurried = settings(deadline=None, suppress_health_check=list(HealthCheck))
HISTORIES = st.lists(st.integers(1, 12), max_size=60)


def made(council: int, report: int, kind: str = "district", population: int | None = 100_000) -> Made:
    return Made(council, report, kind, population, 10, 39)


def history(councils: list[int]) -> list[Made]:
    return [made(council, number) for number, council in enumerate(councils)]


@pytest.mark.parametrize(
    ("met", "total", "quarter"),
    [(0, 39, Quarter.FIRST), (9, 39, Quarter.FIRST), (10, 39, Quarter.SECOND), (20, 39, Quarter.THIRD),
     (30, 40, Quarter.FOURTH), (39, 39, Quarter.FOURTH), (0, 0, Quarter.FIRST)],
)  # fmt: skip
def test_the_quarters_meet_without_gaps(met: int, total: int, quarter: Quarter) -> None:
    assert quarter_of(met, total) is quarter


@pytest.mark.parametrize(
    ("met", "total", "step"),
    [(0, 1, Step.UNDER_HALF), (1, 1, Step.ALL), (1, 3, Step.UNDER_HALF), (1, 2, Step.HALF), (3, 3, Step.ALL)],
)
def test_a_part_is_met_by_less_than_half_by_half_or_wholly(met: int, total: int, step: Step) -> None:
    assert step_of(met, total) is step


@pytest.mark.parametrize(("count", "about"), [(0, 0), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15)])
def test_counts_are_rounded_to_fives(count: int, about: int) -> None:
    assert rounded(count) == about


def test_peers_are_of_the_same_kind_with_half_to_double_the_population() -> None:
    near = [made(n, n, population=p) for n, p in enumerate((50_000, 80_000, 100_000, 150_000, 200_000))]
    far = [made(20, 20, population=49_999), made(21, 21, population=200_001), made(22, 22, population=None)]
    other = [made(30, 30, "county")]
    group = peer_group([*near, *far, *other], "district", 100_000)
    assert group is not None
    assert (group.width, {m.council for m in group.reports}) == (Width.SIMILAR, {0, 1, 2, 3, 4})


def test_too_few_of_a_size_widen_to_the_kind_then_to_all_then_say_so() -> None:
    kind = [made(n, n, population=900_000) for n in range(5)]
    group = peer_group(kind, "district", 100_000)
    assert group is not None
    assert group.width is Width.KIND
    everybody = peer_group(kind, "county", 100_000)
    assert everybody is not None
    assert everybody.width is Width.ALL
    assert peer_group(kind[:4], "district", 100_000) is None


def test_a_council_whose_population_nobody_knows_is_compared_with_its_kind() -> None:
    group = peer_group([made(n, n) for n in range(5)], "district", None)
    assert group is not None
    assert group.width is Width.KIND


@unhurried
@given(HISTORIES)
def test_two_looks_differ_by_no_council_or_by_at_least_five(councils: list[int]) -> None:
    """One more report, of a newcomer or of somebody again, never shows by itself."""
    reports = history(councils)
    for end in range(len(reports)):
        before, after = settled(reports[:end]), settled(reports[: end + 1])
        changed = {c for c in before.keys() | after.keys() if before.get(c) != after.get(c)}
        assert not changed or len(changed) >= LEAST


@unhurried
@given(HISTORIES)
def test_the_report_that_counts_is_never_older_than_one_that_counted(councils: list[int]) -> None:
    reports = history(councils)
    for end in range(len(reports)):
        before, after = settled(reports[:end]), settled(reports[: end + 1])
        assert all(after[council].report >= found.report for council, found in before.items())


@unhurried
@given(st.lists(st.sampled_from(Step), max_size=40))
def test_no_shown_figure_speaks_of_one_to_four_peers(places: list[Step]) -> None:
    found = spread(places, tuple(Step))
    for step in Step:
        n, true = found[step], places.count(step)
        assert n is None or n % 5 == 0
        assert n is None or (n == 0) == (true == 0)
        assert n is None or true not in range(1, LEAST)


@unhurried
@given(st.lists(st.sampled_from(Step), max_size=40))
def test_a_withheld_figure_never_stands_alone(places: list[Step]) -> None:
    withheld = [step for step, n in spread(places, tuple(Step)).items() if n is None]
    assert len(withheld) != 1


def test_a_spread_where_all_stand_in_one_place_would_tell_each_ones_and_is_withheld() -> None:
    assert set(spread([Step.ALL] * 40, tuple(Step)).values()) == {None}


def test_a_spread_over_several_places_is_shown_in_fives() -> None:
    places = [Step.ALL] * 12 + [Step.HALF] * 8 + [Step.UNDER_HALF] * 7
    assert spread(places, tuple(Step)) == {Step.UNDER_HALF: 5, Step.HALF: 10, Step.ALL: 10}
