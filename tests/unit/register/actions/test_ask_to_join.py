"""Can a person ask the council whose address they have, and no other?"""

from collections.abc import Callable

import pytest

from tests.worlds import World
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import Letter
from wardmote.kernel.roles import Role
from wardmote.register.actions.ask_to_join import ask_to_join
from wardmote.register.models import Body, JoinRequest


@pytest.fixture
def council(world: World) -> Body:
    return world.council("elm", domain="elmbridge.gov.uk")


def test_a_person_under_the_councils_domain_asks_and_waits(
    world: World, council: Body, acts: Callable[[], list[str]]
) -> None:
    person = world.person("Ada", email="ada@it.elmbridge.gov.uk")
    request = ask_to_join(by=person, council=council, at=world.at)
    assert (request.person, request.body, request.outcome) == (person, council, JoinRequest.Outcome.WAITING)
    assert acts() == ["join.asked"]


def test_asking_twice_changes_nothing(world: World, council: Body, acts: Callable[[], list[str]]) -> None:
    person = world.person("Ada", email="ada@elmbridge.gov.uk")
    first = ask_to_join(by=person, council=council, at=world.at)
    assert ask_to_join(by=person, council=council, at=world.at) == first
    assert JoinRequest.objects.count() == 1
    assert acts() == ["join.asked"]


def test_asking_tells_the_leads_once(world: World, council: Body) -> None:
    lead = world.someone(council, Role.LEAD)
    world.someone(council, Role.VIEWER)
    person = world.person("Ada", email="ada@elmbridge.gov.uk")
    for _ in range(2):
        ask_to_join(by=person, council=council, at=world.at)
    assert [letter.to for letter in Letter.objects.all()] == [lead.email]


@pytest.mark.parametrize("email", ["ada@home.example", "ada@evilelmbridge.gov.uk", "ada@elmbridge.gov.uk.example"])
def test_a_person_with_another_address_is_told_what_to_do(world: World, council: Body, email: str) -> None:
    person = world.person("Ada", email=email)
    with pytest.raises(Denied, match=r"isn't under that council's domain. Ask its cyber lead to send you an inv"):
        ask_to_join(by=person, council=council, at=world.at)
    assert not JoinRequest.objects.exists()


def test_a_person_who_belongs_neednt_ask(world: World, council: Body, acts: Callable[[], list[str]]) -> None:
    person = world.person("Ada", email="ada@elmbridge.gov.uk")
    world.give(person, council, Role.VIEWER)
    with pytest.raises(Denied, match="You already belong to this council") as refusal:
        ask_to_join(by=person, council=council, at=world.at)
    assert refusal.value.status == 409
    assert acts() == []


def test_a_person_of_the_demonstration_cant_ask_a_real_council(world: World, council: Body) -> None:
    person = world.person("Ada", email="ada@elmbridge.gov.uk", demonstration=True)
    with pytest.raises(Denied, match="isn't under that council's domain"):
        ask_to_join(by=person, council=council, at=world.at)


def test_a_person_refused_may_ask_again(world: World, council: Body) -> None:
    person = world.person("Ada", email="ada@elmbridge.gov.uk")
    first = ask_to_join(by=person, council=council, at=world.at)
    JoinRequest.objects.filter(pk=first.pk).update(outcome=JoinRequest.Outcome.REFUSED)
    assert ask_to_join(by=person, council=council, at=world.at) != first
