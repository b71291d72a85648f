"""Is everything in the region's files made up, and does it fit together?"""

import random
from importlib import resources

import pytest

from wardmote.assess.public import first_area
from wardmote.demonstration.cast import Cast, read_cast
from wardmote.demonstration.region import Region, read_data, read_region
from wardmote.demonstration.statuses import Reasons
from wardmote.engines.frameworks import load_outline
from wardmote.kernel.roles import Role
from wardmote.register.models.bodies import COUNCILS, Kind
from wardmote.register.queries.search import distinctive
from wardmote.register.tables import read_councils, read_successors


@pytest.fixture
def region() -> Region:
    """The fictional region."""
    return read_region()


@pytest.fixture
def cast(region: Region) -> Cast:
    """Its people."""
    return read_cast(region, random.Random(1))


@pytest.fixture(scope="module")
def real_names() -> set[str]:
    """Every name of the real register, without the words that half of all councils carry."""
    data = resources.files("wardmote.register") / "data"
    rows = read_councils((data / "councils.csv").read_text(encoding="utf-8"))
    planned = read_successors((data / "lgr_successors.csv").read_text(encoding="utf-8"))
    names = {name for row in rows for name in (row.name, row.short_name, row.region)}
    names |= {name for row in planned for name in row.successors}
    return {distinctive(name) for name in names if name}


def test_no_fictional_body_has_the_name_of_a_real_one(region: Region, real_names: set[str]) -> None:
    fictional = {distinctive(name) for body in region.bodies for name in (body.name, body.short_name)}
    assert not (fictional | {distinctive(region.name)}) & real_names


def test_the_region_has_24_councils_of_four_kinds(region: Region) -> None:
    assert len(region.councils) == 24
    kinds = {council.kind for council in region.councils}
    assert kinds == {Kind.COUNTY, Kind.DISTRICT, Kind.UNITARY, Kind.METROPOLITAN}


def test_codes_are_three_letters_after_demo_and_never_twice(region: Region) -> None:
    letters = [body.code.removeprefix("demo-") for body in region.bodies if body.kind in COUNCILS]
    assert all(len(code) == 3 and code.isalpha() for code in letters)
    assert len(set(letters)) == len(letters)


def test_a_countys_people_are_those_of_its_districts(region: Region) -> None:
    for county in (council for council in region.councils if council.kind == Kind.COUNTY):
        districts = [council for council in region.councils if council.county == county.code]
        assert county.population == sum(council.population for council in districts)


def test_every_address_and_domain_ends_in_example(region: Region, cast: Cast) -> None:
    found = [body.domain for body in region.bodies] + [*cast.addresses.values(), cast.is_invited.address]
    assert all(one.endswith(".example") for one in found)


def test_no_two_people_share_a_name(cast: Cast) -> None:
    names = [person.name for person in cast.everybody] + [cast.asks_to_join.name, cast.is_invited.name]
    assert len(set(names)) == len(names)


def test_every_role_is_held_by_somebody(cast: Cast) -> None:
    assert {person.role for person in cast.everybody} == set(Role)


def test_every_question_has_notes_and_an_answer_from_the_main_council() -> None:
    questions = {question.id for question in first_area().questions}
    main = read_data("main_council")
    assert set(read_data("notes")) - {"unknown", "any"} == questions
    assert {row["question"] for row in main["first"]} == questions
    assert len({row["question"] for row in main["open"]} & questions) == 6


def test_every_level_of_every_outcome_has_reasons() -> None:
    reasons, rng = Reasons(), random.Random(1)
    asked = [(outcome, level) for outcome in load_outline("caf", "3.2").outcomes.values() for level in outcome.levels]
    assert all(reasons.pick(outcome.id, level, rng) for outcome, level in asked)


def test_the_main_council_says_something_of_every_outcome() -> None:
    framework = load_outline("caf", "3.2")
    said = read_data("main_assessment")["said"]
    per_system = {o.id for objective in framework.objectives if objective.is_per_system for o in objective.outcomes}
    assert said.pop("organisation").keys() == framework.outcomes.keys() - per_system
    assert [set(one) for one in said.values()] == [per_system, per_system]


def test_two_councils_with_an_assessment_show_the_programme_nothing(region: Region) -> None:
    assessing = [council for council in region.councils if council.assesses]
    refusing = {council.code for council in assessing if council.shares.get("programme") == "nothing"}
    assert (len(assessing), refusing) == (15, {"demo-fnv", "demo-lin"})
