"""Is an invitation good once, for a while, and for the one who was invited?"""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.worlds import World
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import Letter
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import NOBODY, seeing_as
from wardmote.register.actions.accept_invitation import accept_invitation, find_invitation
from wardmote.register.actions.invite import invite, send_invitation
from wardmote.register.actions.withdraw_invitation import withdraw_invitation
from wardmote.register.models import Body, Invitation, Membership, Person

Acts = Callable[[], list[str]]


@pytest.fixture
def council(world: World) -> Body:
    return world.council("elm")


@pytest.fixture
def lead(world: World, council: Body) -> Person:
    return world.someone(council, Role.LEAD)


@pytest.fixture
def ada(world: World) -> Person:
    return world.person("Ada", email="ada@elm.example")


@pytest.fixture
def secret(world: World, council: Body, lead: Person) -> str:
    """The secret in the letter that invites Ada as a contributor."""
    invite(by=world.viewer(lead), body=council, email="Ada@elm.example", role=Role.CONTRIBUTOR, at=world.at)
    found = re.search(r"/invitations/([^/]+)/", Letter.objects.get().text)
    assert found
    return found[1]


def test_the_invited_person_takes_up_the_role(
    world: World, council: Body, ada: Person, secret: str, acts: Acts
) -> None:
    acts()
    with seeing_as(str(ada.pk)):
        membership = accept_invitation(by=ada, secret=secret, at=world.at)
    assert (membership.person, membership.body, membership.role) == (ada, council, "contributor")
    assert membership.lapses_on == (world.at + timedelta(days=395)).date()
    assert acts() == ["member.joined"]


def test_an_invitation_is_shown_to_whoever_holds_the_link(secret: str, world: World) -> None:
    with seeing_as(NOBODY):
        assert find_invitation(secret, world.at).role == "contributor"


def test_an_invitation_is_good_once(world: World, ada: Person, secret: str, acts: Acts) -> None:
    accept_invitation(by=ada, secret=secret, at=world.at)
    acts()
    with pytest.raises(Denied, match=r"already been used. Sign in to carry on") as refusal:
        accept_invitation(by=ada, secret=secret, at=world.at)
    assert refusal.value.status == 409
    assert Membership.objects.filter(person=ada).count() == 1
    assert acts() == []


def test_an_invitation_is_only_for_the_address_it_was_sent_to(world: World, secret: str, acts: Acts) -> None:
    eve = world.person("Eve", email="eve@elm.example")
    acts()
    with pytest.raises(Denied, match=r"was sent to a different e-mail address"):
        accept_invitation(by=eve, secret=secret, at=world.at)
    assert not Membership.objects.filter(person=eve).exists()
    assert Invitation.objects.get().accepted_at is None
    assert acts() == []


@pytest.mark.parametrize(("age", "is_good"), [(timedelta(days=14, seconds=-1), True), (timedelta(days=14), False)])
def test_an_invitation_runs_out_after_two_weeks(
    world: World, ada: Person, secret: str, age: timedelta, is_good: bool
) -> None:
    if is_good:
        assert accept_invitation(by=ada, secret=secret, at=world.at + age)
        return
    with pytest.raises(Denied, match=r"has run out. Ask whoever invited you to send a new one"):
        accept_invitation(by=ada, secret=secret, at=world.at + age)


def test_a_withdrawn_invitation_opens_nothing(world: World, lead: Person, ada: Person, secret: str) -> None:
    withdraw_invitation(by=world.viewer(lead), invitation=Invitation.objects.get(), at=world.at)
    with pytest.raises(Denied, match="isn't valid any more"):
        accept_invitation(by=ada, secret=secret, at=world.at)


def test_a_replaced_invitation_opens_nothing(
    world: World, council: Body, lead: Person, ada: Person, secret: str
) -> None:
    invite(by=world.viewer(lead), body=council, email="ada@elm.example", role=Role.CONTRIBUTOR, at=world.at)
    with pytest.raises(Denied, match="isn't valid any more"):
        accept_invitation(by=ada, secret=secret, at=world.at)


@pytest.mark.parametrize("made_up", ["", "x", "0" * 64, "ü"])
def test_a_secret_that_nobody_made_opens_nothing(world: World, ada: Person, secret: str, made_up: str) -> None:
    with pytest.raises(Denied) as refusal:
        accept_invitation(by=ada, secret=made_up, at=world.at)
    assert refusal.value.status == 404


def test_the_digest_is_no_key(world: World, ada: Person, secret: str) -> None:
    with pytest.raises(Denied):
        accept_invitation(by=ada, secret=Invitation.objects.get().digest, at=world.at)


def test_somebody_already_there_keeps_the_one_membership(world: World, council: Body, ada: Person, secret: str) -> None:
    held = world.give(ada, council, Role.CONTRIBUTOR)
    assert accept_invitation(by=ada, secret=secret, at=world.at) == held


def test_an_invitation_brings_back_somebody_whose_membership_lapsed(
    world: World, council: Body, ada: Person, secret: str
) -> None:
    held = world.give(ada, council, Role.CONTRIBUTOR)
    Membership.objects.filter(pk=held.pk).update(lapses_on=world.at.date())
    accept_invitation(by=ada, secret=secret, at=world.at)
    assert world.viewer(ada).roles_in(council.pk) == {Role.CONTRIBUTOR}


def test_a_person_of_the_demonstration_cant_join_a_real_council(world: World, council: Body) -> None:
    visitor = world.person("Vi", email="vi@demo.example", demonstration=True)
    _invitation, secret = send_invitation(by=None, body=council, email=visitor.email, role=Role.VIEWER, at=world.at)
    with pytest.raises(Denied, match="can't join a real organisation"):
        accept_invitation(by=visitor, secret=secret.text, at=world.at)
    assert Invitation.objects.get().accepted_at is None
