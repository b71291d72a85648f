"""Does each measure put every council on exactly one of its steps?"""

from datetime import date

import pytest

from wardmote.oversee.drawing import draw_swatch
from wardmote.oversee.measures import DEFAULT_MEASURE, MEASURES, Spotted
from wardmote.register.models.bodies import COUNCILS

DAY = date(2026, 11, 23)
ELM = Spotted(
    body_id=1, code="ELM", name="Elmbridge", region="South East", kind="district", nation="England",
    latitude=51.4, longitude=-0.4, population=137_215, start_date=None, end_date=None, rating=None, is_shared=False,
)  # fmt: skip


def step(measure: str, **facts: object) -> str:
    return MEASURES[measure].step_of(ELM._replace(**facts), DAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("population", "key"),
    [
        (None, "none"), (0, "p1"), (99_999, "p1"), (100_000, "p2"), (149_999, "p2"), (150_000, "p3"),
        (250_000, "p4"), (399_999, "p4"), (400_000, "p5"), (9_000_000, "p5"),
    ],
)  # fmt: skip
def test_population_has_five_steps_and_not_known(population: int | None, key: str) -> None:
    assert step("population", population=population) == key


@pytest.mark.parametrize(
    ("facts", "key"),
    [
        ({}, "staying"),
        ({"end_date": date(2027, 4, 1)}, "leaving"),
        ({"start_date": date(1974, 4, 1)}, "staying"),
        ({"start_date": date(2026, 4, 1)}, "new"),
        ({"start_date": DAY}, "new"),
        ({"start_date": date(2023, 4, 1)}, "staying"),
    ],
)
def test_reorganisation_says_who_goes_who_is_new_and_who_stays(facts: dict[str, date], key: str) -> None:
    assert step("reorganisation", **facts) == key


@pytest.mark.parametrize(
    ("rating", "is_shared", "key"),
    [
        (None, False, "locked"),
        ("red", False, "locked"),
        (None, True, "none"),
        ("red", True, "red"),
        ("green", True, "green"),
    ],
)
def test_a_rating_shows_only_where_it_is_shared(rating: str | None, is_shared: bool, key: str) -> None:
    assert step("stocktake", rating=rating, is_shared=is_shared) == key


@pytest.mark.parametrize("kind", COUNCILS)
def test_every_kind_of_council_has_its_step(kind: str) -> None:
    assert step("kind", kind=kind) in {s.key for s in MEASURES["kind"].steps}


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_every_step_has_words_and_a_pattern_of_its_own(measure: object) -> None:
    steps = measure.steps  # type: ignore[attr-defined]
    assert (
        len({s.key for s in steps})
        == len({str(s.words) for s in steps})
        == len({s.pattern for s in steps})
        == len(steps)
    )
    assert all(draw_swatch(s.pattern) for s in steps)


def test_only_stocktake_and_checks_need_results_and_it_isnt_what_everybody_sees_first() -> None:
    assert {key: measure.area for key, measure in MEASURES.items() if measure.needs_results} == {
        "stocktake": "leadership",
        "stocktake-governance": "governance",
        "stocktake-partnerships": "partnerships",
        "stocktake-technology": "technology",
        "stocktake-training": "training",
        "checks": "",
    }
    assert not MEASURES[DEFAULT_MEASURE].needs_results


def test_each_area_has_a_measure_with_a_title_of_its_own() -> None:
    titles = [str(measure.title) for measure in MEASURES.values() if measure.area]
    assert titles[0] == "Stocktake: leadership"
    assert titles[-1] == "Stocktake: training and awareness raising"
    assert str(MEASURES["stocktake"].asks).startswith("Where does each council stand on leadership, by")
