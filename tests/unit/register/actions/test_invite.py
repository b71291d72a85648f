"""Can those who manage a body's people invite others, with a link that only the addressee gets?"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.worlds import World
from wardmote.kernel.denial import Denied
from wardmote.kernel.keys import digest_of
from wardmote.kernel.models import AuditEntry, Letter
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as
from wardmote.register.actions.invite import invite
from wardmote.register.models import Body, Invitation, Person
from wardmote.register.models.bodies import Kind

Acts = Callable[[], list[str]]


@pytest.fixture
def council(world: World) -> Body:
    return world.council("elm")


@pytest.fixture
def lead(world: World, council: Body) -> Person:
    return world.someone(council, Role.LEAD)


def test_a_lead_invites_and_the_addressee_gets_the_only_copy_of_the_secret(
    world: World, council: Body, lead: Person, acts: Acts
) -> None:
    acts()
    with seeing_as(str(lead.pk)):
        made = invite(by=world.viewer(lead), body=council, email=" Ada@Elm.Example ", role=Role.LEADER, at=world.at)
    assert (made.email, made.role, made.invited_by) == ("ada@elm.example", "leader", lead)
    assert made.expires_at == world.at + timedelta(days=14)
    letter = Letter.objects.get()
    secret = letter.text.split("/invitations/")[1].split("/")[0]
    assert letter.to == "ada@elm.example"
    assert digest_of(secret) == made.digest
    assert acts() == ["member.invited"]


def test_the_audit_log_holds_neither_address_nor_secret(world: World, council: Body, lead: Person) -> None:
    made = invite(by=world.viewer(lead), body=council, email="ada@elm.example", role=Role.LEADER, at=world.at)
    entry = AuditEntry.objects.get(action="member.invited")
    said = f"{entry.subject} {entry.before} {entry.after}"
    assert "ada" not in said
    assert made.digest not in said


def test_a_newer_invitation_for_the_same_role_replaces_the_older(world: World, council: Body, lead: Person) -> None:
    viewer = world.viewer(lead)
    first, second = (
        invite(by=viewer, body=council, email=email, role=Role.VIEWER, at=world.at)
        for email in ("ada@elm.example", "ADA@elm.example")
    )
    other = invite(by=viewer, body=council, email="ada@elm.example", role=Role.LEADER, at=world.at)
    first.refresh_from_db()
    assert first.revoked_at == world.at
    assert set(Invitation.objects.filter(revoked_at__isnull=True)) == {second, other}


def test_an_invitation_that_ran_out_is_replaced_too(world: World, council: Body, lead: Person) -> None:
    viewer, later = world.viewer(lead), world.at + timedelta(days=20)
    invite(by=viewer, body=council, email="ada@elm.example", role=Role.VIEWER, at=world.at)
    fresh = invite(by=viewer, body=council, email="ada@elm.example", role=Role.VIEWER, at=later)
    assert list(Invitation.objects.filter(revoked_at__isnull=True)) == [fresh]


@pytest.mark.parametrize("role", [Role.WARP_MEMBER, Role.PROGRAMME_FINANCE, Role.ADMINISTRATOR])
def test_a_council_has_no_roles_of_other_places(world: World, council: Body, lead: Person, role: Role) -> None:
    with pytest.raises(Denied, match="That role doesn't exist in this organisation"):
        invite(by=world.viewer(lead), body=council, email="ada@elm.example", role=role, at=world.at)


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.LEADER, Role.COUNCILLOR, Role.VIEWER, Role.ASSURER])
def test_a_colleague_who_isnt_lead_is_sent_to_the_lead(world: World, council: Body, role: Role, acts: Acts) -> None:
    colleague = world.someone(council, role)
    with pytest.raises(Denied, match="Only a cyber lead decides who belongs"):
        invite(by=world.viewer(colleague), body=council, email="ada@elm.example", role=Role.VIEWER, at=world.at)
    assert not Letter.objects.exists()
    assert acts() == []


def test_an_outsider_isnt_told_that_there_is_a_page(world: World, council: Body) -> None:
    with pytest.raises(Denied) as refusal:
        invite(by=world.viewer(world.person("Eve")), body=council, email="e@x.example", role=Role.LEAD, at=world.at)
    assert refusal.value.status == 404


def test_a_lapsed_lead_invites_nobody(world: World, council: Body, lead: Person) -> None:
    later = world.at + timedelta(days=395)
    with pytest.raises(Denied) as refusal:
        invite(by=world.viewer(lead, later.date()), body=council, email="e@x.example", role=Role.LEAD, at=later)
    assert refusal.value.status == 404


def test_a_warp_operator_invites_into_the_warp(world: World) -> None:
    warp = world.warp("sewarp")
    operator = world.someone(warp, Role.WARP_OPERATOR)
    made = invite(by=world.viewer(operator), body=warp, email="b@x.example", role=Role.WARP_MEMBER, at=world.at)
    assert made.body == warp


def test_staff_invite_a_first_lead_and_none_after(world: World, council: Body) -> None:
    staff = world.viewer(world.someone(world.programme(), Role.PROGRAMME_TEAM))
    with seeing_as(str(staff.person.pk)):
        invite(by=staff, body=council, email="ada@elm.example", role=Role.LEAD, at=world.at)
        with pytest.raises(Denied, match="You can let in a council's first lead"):
            invite(by=staff, body=council, email="ada@elm.example", role=Role.VIEWER, at=world.at)
    world.someone(council, Role.LEAD)
    with pytest.raises(Denied) as refusal:
        invite(by=staff, body=council, email="own@friend.example", role=Role.LEAD, at=world.at)
    assert refusal.value.status == 404


def test_nobody_is_invited_into_a_resilience_forum(world: World) -> None:
    forum = world.council("surrey-lrf", kind=Kind.LRF)
    staff = world.viewer(world.someone(world.programme(), Role.PROGRAMME_TEAM))
    with pytest.raises(Denied):
        invite(by=staff, body=forum, email="a@x.example", role=Role.LEAD, at=world.at)


def test_the_demonstration_writes_to_nobody_real(world: World) -> None:
    council = world.council("demo-elm", demonstration=True)
    lead = world.viewer(world.someone(council, Role.LEAD))
    with pytest.raises(Denied, match=r"only addresses that end in \.example"):
        invite(by=lead, body=council, email="ada@surreycc.gov.uk", role=Role.VIEWER, at=world.at)
    assert invite(by=lead, body=council, email="ada@demo.example", role=Role.VIEWER, at=world.at)
