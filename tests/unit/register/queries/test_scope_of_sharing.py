"""Does everything that a person may see follow from membership and from the council's own choice?"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.worlds import World
from wardmote.kernel.roles import ABOUT, INSIDE_COUNCIL, Place, Role
from wardmote.kernel.viewer import seeing_as
from wardmote.register.models import Affiliation, Body, Inheritance, Membership, Person
from wardmote.register.models.sharing import Audience, Level
from wardmote.register.queries.scope import (
    REASONS,
    RESULTS,
    bodies_of_own,
    bodies_shown_to,
    is_shown_to,
)

DAY = timedelta(days=1)
PLACES = {Place.WARP: "warp", Place.PROGRAMME: "programme", Place.PLATFORM: "platform", Place.COUNCIL: "district"}


@pytest.fixture
def elm(world: World) -> Body:
    return world.council("elm")


@pytest.fixture
def moe(world: World) -> Body:
    return world.council("moe")


def shown(world: World, person: Person, *, day: date | None = None, reasons: bool = False) -> set[str]:
    """Return the councils shown to the person, of those that the test speaks of, as the wall sees them."""
    with seeing_as(str(person.pk)):
        found = bodies_shown_to(person, day or world.at.date(), REASONS if reasons else RESULTS)
        return set(found.filter(kind="district", code__in=["elm", "moe"]).values_list("code", flat=True))


def test_a_person_without_roles_sees_nobodys_data(world: World, elm: Body) -> None:
    person = world.person("Ada", email="ada@elm.gov.uk")
    assert shown(world, person) == set()
    assert not bodies_of_own(person, world.at.date(), frozenset(Role)).exists()


@pytest.mark.parametrize("role", [role for role in Role if ABOUT[role].held_in is Place.COUNCIL])
def test_a_role_in_a_council_gives_that_council_and_no_other(world: World, elm: Body, moe: Body, role: Role) -> None:
    person, day = world.someone(elm, role), world.at.date()
    assert list(bodies_of_own(person, day, frozenset({role}))) == [elm]
    assert not bodies_of_own(person, day, frozenset(Role) - {role}).exists()
    assert bodies_of_own(person, day, INSIDE_COUNCIL).exists() == (role is not Role.ASSURER)
    assert shown(world, person) == set()


def test_by_default_only_the_programme_sees_results_and_never_reasons(world: World, elm: Body, moe: Body) -> None:
    warp = world.warp("sewarp", elm, moe)
    world.share(moe, Audience.PROGRAMME, Level.NOTHING)
    seen = {}
    for role in Role:
        held_in = ABOUT[role].held_in
        body = {Place.WARP: warp, Place.COUNCIL: elm}.get(held_in) or world.council(
            f"of-{role.value}", kind=PLACES[held_in]
        )
        person = world.someone(body, role)
        seen[role] = shown(world, person)
        assert shown(world, person, reasons=True) == set()
    assert {role: codes for role, codes in seen.items() if codes} == {
        Role.PROGRAMME_TEAM: {"elm"},
        Role.PROGRAMME_FINANCE: {"elm"},
    }


@pytest.mark.parametrize(
    ("level", "results", "reasons"),
    [(Level.NOTHING, set(), set()), (Level.RESULTS, {"elm"}, set()), (Level.REASONS, {"elm"}, {"elm"})],
)
@pytest.mark.parametrize("audience", list(Audience))
def test_each_audience_sees_as_much_as_the_council_chose_and_nothing_elsewhere(
    world: World, elm: Body, moe: Body, audience: Audience, level: Level, results: set[str], reasons: set[str]
) -> None:
    world.share(moe, Audience.PROGRAMME, Level.NOTHING)
    world.share(elm, audience, level)
    people: dict[Audience, Callable[[], Person]] = {
        Audience.PROGRAMME: lambda: world.someone(world.programme(), Role.PROGRAMME_TEAM),
        Audience.WARP: lambda: world.someone(world.warp("sewarp", elm, moe), Role.WARP_OPERATOR),
        Audience.REVIEWERS: lambda: world.someone(elm, Role.ASSURER),
    }
    person = people[audience]()
    assert (shown(world, person), shown(world, person, reasons=True)) == (results, reasons)
    assert is_shown_to(person, elm, world.at.date()) == bool(results)
    others = [make() for other, make in people.items() if other not in (audience, Audience.PROGRAMME)]
    assert [shown(world, other) for other in others] == [set()] * len(others)


def test_a_choice_taken_back_ends_at_once(world: World, elm: Body) -> None:
    operator = world.someone(world.warp("sewarp", elm), Role.WARP_OPERATOR)
    world.share(elm, Audience.WARP, Level.REASONS)
    assert shown(world, operator, reasons=True) == {"elm"}
    world.share(elm, Audience.WARP, Level.NOTHING)
    assert shown(world, operator) == set()


def test_a_warp_member_who_doesnt_operate_sees_nothing(world: World, elm: Body) -> None:
    member = world.someone(world.warp("sewarp", elm), Role.WARP_MEMBER)
    world.share(elm, Audience.WARP, Level.REASONS)
    assert shown(world, member) == set()


def test_the_operator_of_another_warp_sees_nothing(world: World, elm: Body) -> None:
    world.warp("sewarp", elm)
    operator = world.someone(world.warp("nwwarp"), Role.WARP_OPERATOR)
    world.share(elm, Audience.WARP, Level.REASONS)
    assert shown(world, operator) == set()


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "is_shown"),
    [
        (None, None, True),
        (-1, None, True),
        (0, None, True),
        (1, None, False),
        (None, 1, True),
        (None, 0, False),
        (-9, -1, False),
    ],
)
def test_a_warp_sees_a_council_only_while_it_is_a_member(
    world: World, elm: Body, valid_from: int | None, valid_to: int | None, is_shown: bool
) -> None:
    today = world.at.date()
    operator = world.someone(world.warp("sewarp", elm), Role.WARP_OPERATOR)
    Affiliation.objects.update(
        valid_from=None if valid_from is None else today + valid_from * DAY,
        valid_to=None if valid_to is None else today + valid_to * DAY,
    )
    world.share(elm, Audience.WARP, Level.RESULTS)
    assert shown(world, operator) == ({"elm"} if is_shown else set())


@pytest.mark.parametrize("demonstration", [True, False])
def test_a_programme_sees_only_its_own_world(world: World, elm: Body, demonstration: bool) -> None:
    world.council("demo-elm", demonstration=True)
    person = world.someone(world.programme(demonstration=demonstration), Role.PROGRAMME_TEAM)
    found = bodies_shown_to(person, world.at.date()).filter(kind="district")
    assert [body.code for body in found] == (["demo-elm"] if demonstration else ["elm"])


@pytest.mark.parametrize("how", ["ended", "lapsed"])
@pytest.mark.parametrize("role", [Role.PROGRAMME_TEAM, Role.WARP_OPERATOR, Role.ASSURER, Role.LEAD])
def test_a_role_that_is_over_shows_nothing(world: World, elm: Body, role: Role, how: str) -> None:
    body = {
        Role.PROGRAMME_TEAM: lambda: world.programme(),
        Role.WARP_OPERATOR: lambda: world.warp("sewarp", elm),
    }.get(role, lambda: elm)()
    for audience in Audience:
        world.share(elm, audience, Level.REASONS)
    person = world.someone(body, role, name="Ada")
    assert shown(world, person) or bodies_of_own(person, world.at.date(), INSIDE_COUNCIL).exists()
    change: dict[str, object] = {"ended_at": world.at} if how == "ended" else {"lapses_on": world.at.date()}
    Membership.objects.filter(person=person).update(**change)
    assert shown(world, person) == set()
    assert not bodies_of_own(person, world.at.date(), frozenset(Role)).exists()


def test_inheritance_is_by_role_and_reaches_one_step(world: World, elm: Body, moe: Body) -> None:
    heir = world.council("heir", kind="unitary")
    Inheritance.objects.create(predecessor=elm, successor=heir, at=world.at)
    Inheritance.objects.create(predecessor=moe, successor=elm, at=world.at)
    person, day = world.someone(heir, Role.VIEWER), world.at.date()
    assert {b.code for b in bodies_of_own(person, day, INSIDE_COUNCIL)} == {"heir", "elm"}
    assert not bodies_of_own(person, day, frozenset({Role.LEAD})).exists()
