"""Does a role go only to whom it can belong to?"""

from datetime import timedelta

import pytest

from tests.worlds import World
from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import ABOUT, Place, Role
from wardmote.register.actions.grant_membership import grant_membership
from wardmote.register.models import Membership
from wardmote.register.models.bodies import LIKE_COUNCILS, Kind
from wardmote.register.policies import place_of

PLACES = {Kind.WARP: Place.WARP, Kind.PROGRAMME: Place.PROGRAMME, Kind.PLATFORM: Place.PLATFORM}


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_of_body_holds_the_roles_of_its_place_and_no_others(world: World, kind: Kind) -> None:
    body, person = world.council("elm", kind=kind), world.person("Ada")
    place = Place.COUNCIL if kind in LIKE_COUNCILS else PLACES.get(kind)
    for role in Role:
        if ABOUT[role].held_in is place:
            assert grant_membership(by=None, person=person, body=body, role=role, at=world.at).role == role
        else:
            with pytest.raises(Denied):
                grant_membership(by=None, person=person, body=body, role=role, at=world.at)


def test_nobody_signs_in_for_a_resilience_forum(world: World) -> None:
    with pytest.raises(Denied, match="Nobody signs in for a body of this kind"):
        place_of(world.council("forum", kind=Kind.LRF))


@pytest.mark.parametrize("fictional", ["person", "body"])
def test_no_role_crosses_from_the_fictional_world_to_the_real_one(world: World, fictional: str) -> None:
    person = world.person("Ada", demonstration=fictional == "person")
    body = world.council("elm", demonstration=fictional == "body")
    with pytest.raises(Denied, match="nor the other way round"):
        grant_membership(by=None, person=person, body=body, role=Role.VIEWER, at=world.at)
    assert not Membership.objects.exists()


def test_a_role_given_twice_is_held_once(world: World) -> None:
    body, person = world.council("elm"), world.person("Ada")
    held = [
        grant_membership(by=None, person=person, body=body, role=Role.VIEWER, at=world.at + timedelta(days=n))
        for n in range(2)
    ]
    assert held[0] == held[1]
    assert Membership.objects.count() == 1


def test_a_role_given_again_after_leaving_starts_anew(world: World) -> None:
    body, person = world.council("elm"), world.person("Ada")
    first = world.give(person, body, Role.VIEWER)
    Membership.objects.filter(pk=first.pk).update(ended_at=world.at)
    assert world.give(person, body, Role.VIEWER).pk != first.pk


def test_a_role_given_again_after_it_lapsed_runs_for_another_year(world: World) -> None:
    body, person = world.council("elm"), world.person("Ada")
    held = world.give(person, body, Role.VIEWER)
    Membership.objects.filter(pk=held.pk).update(lapses_on=world.at.date())
    again = world.give(person, body, Role.VIEWER)
    assert again.lapses_on == (world.at + timedelta(days=395)).date()
    assert world.viewer(person).roles_in(body.pk) == {Role.VIEWER}
