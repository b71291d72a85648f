"""Does a sighting find a story that was told after it, and stay unnamed in a circle of the Chatham House rule?"""

from typing import Any

import pytest

from tests.unit.warn.shared_town import SharedTown, indicator
from tests.unit.warn.warned import a_story
from tests.worlds import World
from wardmote.kernel.models import AuditEntry
from wardmote.warn.models import Circle, Sighting, StixObject
from wardmote.warn.sighting_jobs import join_sightings

CVE = "CVE-2026-10001"


@pytest.fixture
def town(world: World) -> SharedTown:
    return SharedTown(world)


def a_sighting(number: int, **more: Any) -> dict[str, Any]:
    thing = indicator(number)
    kept = {name: thing[name] for name in ("spec_version", "created", "modified")}
    return {
        **kept,
        "type": "sighting",
        "id": thing["id"].replace("indicator", "sighting"),
        "sighting_of_ref": "vulnerability--6a1b3f7e-0000-4000-8000-000000000001",
        "external_references": [{"source_name": "cve", "external_id": CVE}],
    } | more


def test_a_sighting_that_came_first_is_joined_once_its_story_is_told(town: SharedTown) -> None:
    town.add(town.collection(), a_sighting(1), a_sighting(2, external_references=[], count=3))
    assert StixObject.objects.filter(type="sighting").count() == 2
    assert (join_sightings.call(), Sighting.objects.count()) == (0, 0)
    story = a_story("A flaw", CVE, at=town.at)
    assert [join_sightings.call() for _ in range(2)] == [1, 0]
    assert Sighting.objects.get().story == story


def test_a_revoked_sighting_is_joined_to_nothing(town: SharedTown) -> None:
    town.add(town.collection(), a_sighting(1, revoked=True))
    a_story("A flaw", CVE, at=town.at)
    assert join_sightings.call() == 0


@pytest.mark.parametrize("is_chatham_house", [True, False])
def test_who_adds_in_a_circle_of_the_chatham_house_rule_is_kept_nowhere(
    town: SharedTown, is_chatham_house: bool
) -> None:
    Circle.objects.filter(pk=town.circle.pk).update(is_chatham_house=is_chatham_house)
    town.add(town.collection(), indicator(1))
    row = StixObject.objects.get()
    entry = AuditEntry.objects.get(action="collection.added-to")
    kept = {row.added_by_id, entry.person_id}
    assert kept == ({None} if is_chatham_house else {town.operator.pk})
    assert (row.added_for_id is None) or not is_chatham_house
