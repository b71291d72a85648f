"""Does the lead, and only the lead, let people in or say no?"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.worlds import World
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry, Letter
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as
from wardmote.register.actions.ask_to_join import ask_to_join
from wardmote.register.actions.decide_request import decide_request
from wardmote.register.models import JoinRequest, Membership, Person

Outcome = JoinRequest.Outcome
Acts = Callable[[], list[str]]


@pytest.fixture
def request_(world: World) -> JoinRequest:
    """A request to join Elmbridge."""
    council = world.council("elm", domain="elmbridge.gov.uk")
    return ask_to_join(by=world.person("Ada", email="ada@elmbridge.gov.uk"), council=council, at=world.at)


@pytest.fixture
def lead(world: World, request_: JoinRequest) -> Person:
    return world.someone(request_.body, Role.LEAD)


def roles_of(person: Person) -> list[str]:
    return list(Membership.objects.filter(person=person, ended_at__isnull=True).values_list("role", flat=True))


def test_a_lead_lets_somebody_in_with_a_role(world: World, request_: JoinRequest, lead: Person, acts: Acts) -> None:
    acts()
    with seeing_as(str(lead.pk)):
        decided = decide_request(by=world.viewer(lead), request=request_, role=Role.CONTRIBUTOR, at=world.at)
    assert (decided.outcome, decided.decided_by, decided.decided_at) == (Outcome.ACCEPTED, lead, world.at)
    assert roles_of(request_.person) == ["contributor"]
    assert acts() == ["join.accepted"]
    entry = AuditEntry.objects.order_by("-sequence")[0]
    assert entry.after == {"outcome": "accepted", "role": "contributor", "person": request_.person_id}


def test_a_lead_says_no(world: World, request_: JoinRequest, lead: Person, acts: Acts) -> None:
    acts()
    decided = decide_request(by=world.viewer(lead), request=request_, role=None, at=world.at)
    assert decided.outcome == Outcome.REFUSED
    assert roles_of(request_.person) == []
    assert acts() == ["join.refused"]


@pytest.mark.parametrize(("role", "says"), [(Role.VIEWER, "You now belong"), (None, "was refused")])
def test_whoever_asked_is_told(world: World, request_: JoinRequest, lead: Person, role: Role | None, says: str) -> None:
    decide_request(by=world.viewer(lead), request=request_, role=role, at=world.at)
    letter = Letter.objects.get(to=request_.person.email)
    assert says in letter.subject


def test_a_request_is_answered_once(world: World, request_: JoinRequest, lead: Person, acts: Acts) -> None:
    decide_request(by=world.viewer(lead), request=request_, role=None, at=world.at)
    acts()
    with pytest.raises(Denied, match="A colleague has already answered this request") as refusal:
        decide_request(by=world.viewer(lead), request=request_, role=Role.LEAD, at=world.at)
    assert refusal.value.status == 409
    assert roles_of(request_.person) == []
    assert acts() == []


@pytest.mark.parametrize("role", [Role.WARP_OPERATOR, Role.PROGRAMME_TEAM, Role.ADMINISTRATOR])
def test_a_council_has_no_roles_of_other_places(world: World, request_: JoinRequest, lead: Person, role: Role) -> None:
    with pytest.raises(Denied, match="That role doesn't exist in this organisation"):
        decide_request(by=world.viewer(lead), request=request_, role=role, at=world.at)
    request_.refresh_from_db()
    assert request_.outcome == Outcome.WAITING


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.LEADER, Role.COUNCILLOR, Role.VIEWER, Role.ASSURER])
def test_a_colleague_who_isnt_lead_is_sent_to_the_lead(world: World, request_: JoinRequest, role: Role) -> None:
    colleague = world.someone(request_.body, role)
    with pytest.raises(Denied, match=r"Only a cyber lead decides who belongs"):
        decide_request(by=world.viewer(colleague), request=request_, role=Role.VIEWER, at=world.at)


def test_a_lead_elsewhere_isnt_told_that_there_is_a_request(world: World, request_: JoinRequest) -> None:
    stranger = world.someone(world.council("moe"), Role.LEAD)
    with pytest.raises(Denied) as refusal:
        decide_request(by=world.viewer(stranger), request=request_, role=Role.VIEWER, at=world.at)
    assert refusal.value.status == 404


@pytest.mark.parametrize(("role", "place"), [(Role.PROGRAMME_TEAM, "programme"), (Role.ADMINISTRATOR, "platform")])
def test_staff_let_a_first_lead_in(world: World, request_: JoinRequest, role: Role, place: str, acts: Acts) -> None:
    body = world.programme() if place == "programme" else world.platform()
    staff = world.someone(body, role)
    acts()
    with seeing_as(str(staff.pk)):
        decided = decide_request(by=world.viewer(staff), request=request_, role=Role.LEAD, at=world.at)
    assert decided.outcome == Outcome.ACCEPTED
    assert roles_of(request_.person) == ["lead"]
    assert acts() == ["join.accepted"]


def test_staff_let_in_nobody_but_a_first_lead(world: World, request_: JoinRequest) -> None:
    staff = world.someone(world.programme(), Role.PROGRAMME_TEAM)
    with pytest.raises(Denied, match="You can let in a council's first lead"):
        decide_request(by=world.viewer(staff), request=request_, role=Role.VIEWER, at=world.at)


def test_staff_have_no_say_where_a_lead_is(world: World, request_: JoinRequest, lead: Person) -> None:
    staff = world.someone(world.programme(), Role.PROGRAMME_TEAM)
    with pytest.raises(Denied) as refusal:
        decide_request(by=world.viewer(staff), request=request_, role=Role.LEAD, at=world.at)
    assert refusal.value.status == 404


def test_staff_may_step_in_once_the_only_lead_has_lapsed(world: World, request_: JoinRequest, lead: Person) -> None:
    Membership.objects.filter(person=lead).update(lapses_on=world.at.date() - timedelta(days=1))
    staff = world.someone(world.programme(), Role.PROGRAMME_TEAM)
    decide_request(by=world.viewer(staff), request=request_, role=Role.LEAD, at=world.at)
    assert roles_of(request_.person) == ["lead"]


def test_staff_of_the_demonstration_have_no_say_in_a_real_council(world: World, request_: JoinRequest) -> None:
    staff = world.someone(world.programme("demo-programme", demonstration=True), Role.PROGRAMME_TEAM)
    with pytest.raises(Denied) as refusal:
        decide_request(by=world.viewer(staff), request=request_, role=Role.LEAD, at=world.at)
    assert refusal.value.status == 404
