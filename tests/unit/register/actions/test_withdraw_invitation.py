"""Can a lead take an invitation back before it was used?"""

from collections.abc import Callable

import pytest

from tests.worlds import World
from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as
from wardmote.register.actions.invite import send_invitation
from wardmote.register.actions.withdraw_invitation import withdraw_invitation
from wardmote.register.models import Invitation, Person

Acts = Callable[[], list[str]]


@pytest.fixture
def invitation(world: World) -> Invitation:
    council = world.council("elm")
    made, _secret = send_invitation(by=None, body=council, email="a@x.example", role=Role.VIEWER, at=world.at)
    return made


@pytest.fixture
def lead(world: World, invitation: Invitation) -> Person:
    return world.someone(invitation.body, Role.LEAD)


def test_a_lead_takes_it_back(world: World, invitation: Invitation, lead: Person, acts: Acts) -> None:
    acts()
    with seeing_as(str(lead.pk)):
        withdraw_invitation(by=world.viewer(lead), invitation=invitation, at=world.at)
    invitation.refresh_from_db()
    assert invitation.revoked_at == world.at
    assert acts() == ["member.invitation-withdrawn"]


@pytest.mark.parametrize("what", ["accepted_at", "revoked_at"])
def test_what_was_used_or_withdrawn_stays_so(
    world: World, invitation: Invitation, lead: Person, acts: Acts, what: str
) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(**{what: world.at})
    acts()
    with pytest.raises(Denied, match="already been used or withdrawn") as refusal:
        withdraw_invitation(by=world.viewer(lead), invitation=invitation, at=world.at)
    assert refusal.value.status == 409
    assert acts() == []


def test_only_a_lead_takes_it_back(world: World, invitation: Invitation) -> None:
    colleague = world.someone(invitation.body, Role.CONTRIBUTOR)
    stranger = world.someone(world.council("moe"), Role.LEAD)
    for person, status in ((colleague, 403), (stranger, 404)):
        with pytest.raises(Denied) as refusal:
            withdraw_invitation(by=world.viewer(person), invitation=invitation, at=world.at)
        assert refusal.value.status == status
