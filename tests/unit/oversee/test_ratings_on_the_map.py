"""Does the map show a council's rating only to those the council shares it with, as it was on the map's day?"""

from datetime import date, timedelta

import pytest

from tests.worlds import World
from wardmote.kernel.roles import READS_NATIONAL_RESULTS, Role
from wardmote.kernel.viewer import seeing_as
from wardmote.oversee.queries.national import Scope, may_see_results, spots_on_map
from wardmote.register.models import Affiliation, Body, Membership, Person
from wardmote.register.models.sharing import Audience, Level
from wardmote.watch.models import Standing


@pytest.fixture
def elm(world: World) -> Body:
    body = world.council("elm")
    world.submit(body, 3)
    return body


@pytest.fixture
def team(world: World) -> Person:
    return world.someone(world.programme(), Role.PROGRAMME_TEAM)


def ratings(world: World, person: Person, day: date | None = None, area: str = "leadership") -> dict[str, str | None]:
    """Return what the person sees of each council: a rating, None for nothing submitted, or locked."""
    scope = Scope(day or world.at.date(), demonstration=person.is_demonstration)
    with seeing_as(str(person.pk)):
        spots = spots_on_map(scope, world.viewer(person), today=world.at.date(), area=area)
    return {spot.code: spot.rating if spot.is_shared else "locked" for spot in spots}


def test_the_programme_sees_the_councils_that_share_and_the_others_locked(
    world: World, elm: Body, team: Person
) -> None:
    hidden, silent = world.council("moe"), world.council("rei")
    world.submit(hidden, 1)
    world.share(hidden, Audience.PROGRAMME, Level.NOTHING)
    assert ratings(world, team) == {"elm": "amber-green", "moe": "locked", silent.code: None}


def test_an_operator_sees_only_members_that_share_with_the_warp(world: World, elm: Body) -> None:
    member, stranger = world.council("moe"), world.council("rei")
    operator = world.someone(world.warp("sewarp", elm, member), Role.WARP_OPERATOR)
    for body in (member, stranger):
        world.submit(body, 1)
    for body in (elm, stranger):
        world.share(body, Audience.WARP, Level.RESULTS)
    assert ratings(world, operator) == {"elm": "amber-green", "moe": "locked", "rei": "locked"}


@pytest.mark.parametrize("role", list(Role))
def test_only_the_programmes_readers_and_operators_get_results_on_a_map(world: World, elm: Body, role: Role) -> None:
    kinds = {"council": "district", "warp": "warp", "programme": "programme", "platform": "platform"}
    from wardmote.kernel.roles import ABOUT

    person = world.someone(world.council("own", kind=kinds[ABOUT[role].held_in]), role)
    sees = role in READS_NATIONAL_RESULTS | {Role.WARP_OPERATOR}
    assert may_see_results(world.viewer(person)) == sees
    assert (ratings(world, person)["elm"] == "amber-green") == (role in READS_NATIONAL_RESULTS)


def test_draft_answers_show_on_nobodys_map(world: World, team: Person) -> None:
    body = world.council("moe")
    world.answer_all(body, 4)
    assert ratings(world, team) == {"moe": None}


def test_a_past_day_shows_what_was_submitted_by_then(world: World, elm: Body, team: Person) -> None:
    yesterday, tomorrow = (world.at.date() + timedelta(days=n) for n in (-1, 1))
    assert ratings(world, team, yesterday) == {"elm": None}
    assert ratings(world, team, tomorrow) == {"elm": "amber-green"}


def test_a_day_after_the_readers_own_role_lapses_is_still_shown(world: World, elm: Body, team: Person) -> None:
    assert ratings(world, team, date(2028, 4, 1)) == {"elm": "amber-green"}


def test_a_past_day_brings_no_lapsed_role_back(world: World, elm: Body, team: Person) -> None:
    Membership.objects.filter(person=team).update(lapses_on=world.at.date())
    world.give(team, world.warp("sewarp"), Role.WARP_OPERATOR)
    past = world.at.date() - timedelta(days=100)
    assert {ratings(world, team, day)["elm"] for day in (world.at.date(), past)} == {"locked"}


def test_a_past_day_brings_no_council_back_that_left_the_warp(world: World, elm: Body) -> None:
    operator = world.someone(world.warp("sewarp", elm), Role.WARP_OPERATOR)
    world.share(elm, Audience.WARP, Level.RESULTS)
    assert ratings(world, operator)["elm"] == "amber-green"
    Affiliation.objects.update(valid_to=world.at.date())
    past = world.at.date() - timedelta(days=100)
    assert {ratings(world, operator, day)["elm"] for day in (world.at.date(), past)} == {"locked"}


def test_the_two_worlds_dont_meet_on_a_map(world: World, elm: Body, team: Person) -> None:
    world.submit(world.council("demo-elm", demonstration=True))
    visitor = world.someone(world.programme("demo-programme", demonstration=True), Role.PROGRAMME_TEAM)
    assert set(ratings(world, team)) == {"elm"}
    assert set(ratings(world, visitor)) == {"demo-elm"}


def test_a_map_with_results_is_one_query(
    world: World, elm: Body, team: Person, django_assert_num_queries: object
) -> None:
    viewer, day = world.viewer(team), world.at.date()
    with django_assert_num_queries(1):  # type: ignore[operator]
        spots_on_map(Scope(day), viewer, today=day, area="leadership")


def test_each_areas_map_shows_that_areas_rating(world: World, elm: Body, team: Person) -> None:
    world.submit(elm, 1, area="training")
    found = {area: ratings(world, team, area=area)["elm"] for area in ("leadership", "training", "technology")}
    assert found == {"leadership": "amber-green", "training": "amber-red", "technology": None}


def test_the_map_shows_grades_only_of_councils_that_share_results(world: World, team: Person) -> None:
    shown, hidden, unchecked = world.council("ash"), world.council("oak"), world.council("yew")
    world.share(hidden, Audience.PROGRAMME, Level.NOTHING)
    for council in (shown, hidden):
        Standing.objects.create(council=council, day=world.at.date(), letter="B", points=80, domains=3)

    with seeing_as(str(team.pk)):
        scope, viewer = Scope(world.at.date()), world.viewer(team)
        spots = spots_on_map(scope, viewer, today=world.at.date(), shows_grades=True)

    found = {spot.code: (spot.rating, spot.is_shared) for spot in spots}
    assert found == {"ash": ("B", True), "oak": (None, False), unchecked.code: (None, True)}
