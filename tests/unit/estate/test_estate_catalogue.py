"""Is the catalogue of services complete in itself, and does each kind of council find its own in it?"""

import re

import pytest

from wardmote.estate.catalogue import catalogue, given_by_others, known_by_name, normally_given_by
from wardmote.register.models.bodies import COUNCILS, LIKE_COUNCILS, Kind


@pytest.mark.parametrize("key", catalogue())
def test_every_service_says_what_it_is_and_who_gives_it(key: str) -> None:
    known = catalogue()[key]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", key)
    assert len(key) <= 40
    assert 3 <= len(known.name) <= 120
    assert ";" not in known.name
    assert known.says[0].isupper()
    assert known.says.endswith(".")
    assert known.given_by
    assert known.given_by <= set(LIKE_COUNCILS)
    assert 1 <= len(known.systems) <= 6


def test_no_two_services_share_a_name() -> None:
    names = [known.name.casefold() for known in catalogue().values()]
    assert len(names) == len(set(names)) >= 30


@pytest.mark.parametrize("kind", LIKE_COUNCILS)
def test_every_kind_of_council_finds_services_that_it_normally_gives(kind: Kind) -> None:
    normal, others = normally_given_by(kind), given_by_others(kind)
    assert len(normal) >= (15 if kind in COUNCILS else 5)
    assert {known.key for known in normal} | {known.key for known in others} == set(catalogue())
    assert not {known.key for known in normal} & {known.key for known in others}


@pytest.mark.parametrize(
    ("key", "gives", "does_not_give"),
    [
        ("adult-social-care", Kind.COUNTY, Kind.DISTRICT),
        ("waste-collection", Kind.DISTRICT, Kind.COUNTY),
        ("elections", Kind.UNITARY, Kind.COUNTY),
        ("libraries", Kind.LONDON_BOROUGH, Kind.NORTHERN_IRISH),
        ("fire-and-rescue", Kind.FIRE, Kind.DISTRICT),
    ],
)
def test_a_service_is_offered_first_to_those_who_normally_give_it(key: str, gives: Kind, does_not_give: Kind) -> None:
    assert gives in catalogue()[key].given_by
    assert does_not_give not in catalogue()[key].given_by


def test_losing_care_for_a_day_hurts_people_and_losing_land_charges_does_not() -> None:
    assert catalogue()["adult-social-care"].is_often_essential
    assert not catalogue()["land-charges"].is_often_essential


def test_a_name_is_recognised_whatever_its_case() -> None:
    known = known_by_name("LIBRARIES and archives")
    assert known is not None
    assert known.key == "libraries"
    assert known_by_name("Harbour") is None
