"""Do other programs get the same outcome figures as the page, with the same ones withheld, and only where one may?"""

from typing import Any

import pytest

from tests.unit.oversee.reports import MET, UNMET, councils
from tests.worlds import World
from wardmote.kernel.roles import Role
from wardmote.register.models import Person

ADDRESS = "/figures/outcomes"


@pytest.fixture
def world(db: None) -> World:
    """The small world of the other tests, instead of the API's."""
    return World()


@pytest.fixture
def team(world: World) -> Person:
    return world.someone(world.programme(), Role.PROGRAMME_TEAM)


def first(response: Any) -> dict[str, Any]:
    """Return the figures of A1.a."""
    assert response.status_code == 200, response.content
    found: dict[str, Any] = response.json()["outcomes"][0]
    return found


def test_the_programme_reads_every_outcome(world: World, team: Person, program_of: Any) -> None:
    councils(world, "c", *[MET] * 6, *[UNMET] * 5)
    assert first(program_of(team, "results:read")("GET", ADDRESS)) == {
        "outcome": "A1.a",
        "title": "Board Direction",
        "total": 11,
        "counts": {"not-achieved": 5, "partially-achieved": 0, "achieved": 6},
        "met": 6,
    }


def test_what_could_point_at_few_is_null(world: World, team: Person, program_of: Any) -> None:
    councils(world, "c", *[MET] * 4)
    response = program_of(team)("GET", ADDRESS)
    assert (response.json()["councils"], first(response)["met"], first(response)["total"]) == (None, None, None)


def test_figures_narrow_by_region_kind_edition_and_day(world: World, team: Person, program_of: Any) -> None:
    councils(world, "c", *[MET] * 6, region="London", kind="london_borough")
    call = program_of(team)
    assert first(call("GET", ADDRESS, region="London", kind="london_borough"))["total"] == 6
    for asked in ({"region": "Nowhere"}, {"kind": "county"}, {"edition": "caf-4.0"}, {"as_at": "2020-01-01"}):
        assert call("GET", ADDRESS, **asked).json()["councils"] is None


@pytest.mark.parametrize("asked", [{"edition": "caf-9"}, {"kind": "duchy"}, {"as_at": "soon"}, {"as_at": "0001-01-01"}])
def test_what_nobody_knows_is_refused(world: World, team: Person, program_of: Any, asked: dict[str, str]) -> None:
    assert program_of(team)("GET", ADDRESS, **asked).status_code == 422


def test_a_lead_a_token_without_the_scope_and_nobody_are_refused(
    world: World, team: Person, program_of: Any, anybody: Any
) -> None:
    lead = world.someone(world.council("own"), Role.LEAD)
    assert program_of(lead)("GET", ADDRESS).status_code == 403
    assert program_of(team, "members:read")("GET", ADDRESS).status_code == 403
    assert anybody("GET", ADDRESS).status_code == 401
