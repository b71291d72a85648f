"""Can a council see who from outside has looked at its data?"""

from datetime import timedelta

import pytest

from tests.worlds import World
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as
from wardmote.register.actions.log_reading import log_reading
from wardmote.register.models import Body, Person, Reading
from wardmote.register.models.sharing import Audience, Level
from wardmote.register.queries.people import readings_of


@pytest.fixture
def council(world: World) -> Body:
    return world.council("elm")


@pytest.fixture
def staff(world: World) -> Person:
    return world.someone(world.programme(), Role.PROGRAMME_TEAM)


def look(world: World, person: Person, body: Body, audience: Audience, council: Body | None = None) -> Reading:
    """Let the person look, as the wall sees them, on behalf of a body."""
    with seeing_as(str(person.pk)):
        return log_reading(
            by=world.viewer(person),
            council=council,
            on_behalf_of=body.pk,
            audience=audience,
            what="map of results",
            at=world.at + timedelta(hours=1),
        )


def test_a_look_at_one_council_is_seen_by_that_council_only(world: World, council: Body, staff: Person) -> None:
    other, programme = world.council("moe"), staff.memberships.get().body
    reading = look(world, staff, programme, Audience.PROGRAMME, council)
    lead = world.lead_of(council)
    with seeing_as(str(lead.pk)):
        assert readings_of(council) == [reading]
    assert readings_of(other) == []


def test_a_look_at_all_is_seen_by_every_council_that_shared(world: World, council: Body, staff: Person) -> None:
    hidden, programme = world.council("moe"), staff.memberships.get().body
    world.share(hidden, Audience.PROGRAMME, Level.NOTHING)
    reading = look(world, staff, programme, Audience.PROGRAMME)
    lead = world.lead_of(council)
    with seeing_as(str(lead.pk)):
        assert readings_of(council) == [reading]
    assert readings_of(hidden) == []


def test_a_council_that_stopped_sharing_still_sees_who_looked_before(
    world: World, council: Body, staff: Person
) -> None:
    reading = look(world, staff, staff.memberships.get().body, Audience.PROGRAMME)
    lead = world.lead_of(council)
    world.at += timedelta(hours=2)
    world.share(council, Audience.PROGRAMME, Level.NOTHING, by=lead)
    assert readings_of(council) == [reading]


def test_a_warps_look_is_seen_by_its_members_that_shared(world: World, council: Body) -> None:
    member, stranger = world.council("moe"), world.council("rei")
    warp = world.warp("sewarp", council, member)
    operator = world.someone(warp, Role.WARP_OPERATOR)
    for body in (council, stranger):
        world.share(body, Audience.WARP, Level.RESULTS)
    reading = look(world, operator, warp, Audience.WARP)
    assert readings_of(council) == [reading]
    assert readings_of(member) == []
    assert readings_of(stranger) == []


def test_looks_in_the_demonstration_arent_seen_by_real_councils(world: World, council: Body) -> None:
    fictional = world.council("demo-elm", demonstration=True)
    programme = world.programme("demo-programme", demonstration=True)
    visitor = world.someone(programme, Role.PROGRAMME_TEAM)
    reading = look(world, visitor, programme, Audience.PROGRAMME)
    assert readings_of(council) == []
    assert readings_of(fictional) == [reading]


def test_the_newest_look_comes_first(world: World, council: Body, staff: Person) -> None:
    programme = staff.memberships.get().body
    first = look(world, staff, programme, Audience.PROGRAMME, council)
    world.at += timedelta(hours=1)
    second = look(world, staff, programme, Audience.PROGRAMME, council)
    assert readings_of(council) == [second, first]
    assert readings_of(council, limit=1) == [second]
