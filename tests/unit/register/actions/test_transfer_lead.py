"""Can a lead hand the role to a colleague in one step?"""

from collections.abc import Callable

import pytest

from tests.worlds import World
from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as
from wardmote.register.actions.end_membership import end_membership
from wardmote.register.actions.transfer_lead import transfer_lead
from wardmote.register.models import Body, Membership, Person

Acts = Callable[[], list[str]]


@pytest.fixture
def council(world: World) -> Body:
    return world.council("elm")


@pytest.fixture
def lead(world: World, council: Body) -> Person:
    return world.someone(council, Role.LEAD)


@pytest.fixture
def colleague(world: World, council: Body) -> Membership:
    return world.give(world.person("Ada"), council, Role.VIEWER)


def test_the_colleague_becomes_lead_and_the_giver_a_contributor(
    world: World, council: Body, lead: Person, colleague: Membership, acts: Acts
) -> None:
    acts()
    with seeing_as(str(lead.pk)):
        transfer_lead(by=world.viewer(lead), to=colleague, at=world.at)
    assert world.viewer(colleague.person).roles_in(council.pk) == {Role.LEAD, Role.VIEWER}
    assert world.viewer(lead).roles_in(council.pk) == {Role.CONTRIBUTOR}
    assert acts() == ["member.lead-transferred"]


def test_whoever_handed_over_may_then_leave(world: World, council: Body, lead: Person, colleague: Membership) -> None:
    transfer_lead(by=world.viewer(lead), to=colleague, at=world.at)
    held = Membership.objects.get(person=lead, ended_at__isnull=True)
    end_membership(by=world.viewer(lead), membership=held, at=world.at)
    assert world.viewer(lead).standings == ()


def test_a_page_left_open_hands_over_only_once(world: World, lead: Person, colleague: Membership, acts: Acts) -> None:
    stale = world.viewer(lead)
    transfer_lead(by=stale, to=colleague, at=world.at)
    acts()
    with pytest.raises(Denied, match="already handed the role over") as refusal:
        transfer_lead(by=stale, to=colleague, at=world.at)
    assert refusal.value.status == 409
    assert acts() == []


def test_a_refused_handover_changes_nothing(world: World, council: Body, lead: Person) -> None:
    stale = world.viewer(lead)
    first, second = (world.give(world.person(name), council, Role.VIEWER) for name in ("Ada", "Bea"))
    transfer_lead(by=stale, to=first, at=world.at)
    with pytest.raises(Denied):
        transfer_lead(by=stale, to=second, at=world.at)
    assert world.viewer(second.person).roles_in(council.pk) == {Role.VIEWER}


def test_a_lead_cant_hand_over_to_themselves(world: World, lead: Person) -> None:
    own = Membership.objects.get(person=lead)
    with pytest.raises(Denied, match=r"You already are the cyber lead. Choose a colleague"):
        transfer_lead(by=world.viewer(lead), to=own, at=world.at)


@pytest.mark.parametrize("change", ["ended", "lapsed", "assurer"])
def test_only_somebody_who_belongs_now_is_a_colleague(
    world: World, lead: Person, colleague: Membership, change: str
) -> None:
    match change:
        case "ended":
            colleague.ended_at = world.at
        case "lapsed":
            colleague.lapses_on = world.at.date()
        case "assurer":
            colleague.role = Role.ASSURER
    colleague.save()
    with pytest.raises(Denied, match="can't find that colleague"):
        transfer_lead(by=world.viewer(lead), to=colleague, at=world.at)


def test_a_colleague_whose_own_lead_role_lapsed_is_lead_again(
    world: World, council: Body, lead: Person, colleague: Membership
) -> None:
    lapsed = world.give(colleague.person, council, Role.LEAD)
    Membership.objects.filter(pk=lapsed.pk).update(lapses_on=world.at.date())
    transfer_lead(by=world.viewer(lead), to=colleague, at=world.at)
    assert Role.LEAD in world.viewer(colleague.person).roles_in(council.pk)


def test_a_lead_of_one_council_hands_over_no_other(world: World, lead: Person) -> None:
    other = world.give(world.person("Bea"), world.council("moe"), Role.VIEWER)
    with pytest.raises(Denied) as refusal:
        transfer_lead(by=world.viewer(lead), to=other, at=world.at)
    assert refusal.value.status == 404


def test_who_isnt_lead_hands_over_nothing(world: World, council: Body, lead: Person, colleague: Membership) -> None:
    other = world.give(world.person("Bea"), council, Role.CONTRIBUTOR)
    with pytest.raises(Denied, match="Only your council's cyber lead"):
        transfer_lead(by=world.viewer(other.person), to=colleague, at=world.at)
