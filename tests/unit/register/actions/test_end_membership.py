"""Can people leave and be removed, while a council keeps a lead?"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.worlds import World
from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as
from wardmote.register.actions.end_membership import end_membership
from wardmote.register.models import Body, Membership

Acts = Callable[[], list[str]]


@pytest.fixture
def council(world: World) -> Body:
    return world.council("elm")


@pytest.fixture
def lead(world: World, council: Body) -> Membership:
    return world.give(world.person("Lee"), council, Role.LEAD)


@pytest.fixture
def colleague(world: World, council: Body, lead: Membership) -> Membership:
    return world.give(world.person("Ada"), council, Role.CONTRIBUTOR)


def test_a_person_leaves(world: World, colleague: Membership, acts: Acts) -> None:
    acts()
    with seeing_as(str(colleague.person_id)):
        end_membership(by=world.viewer(colleague.person), membership=colleague, at=world.at)
    colleague.refresh_from_db()
    assert colleague.ended_at == world.at
    assert acts() == ["member.left"]
    assert world.viewer(colleague.person).standings == ()


def test_a_lead_removes_a_colleague(world: World, lead: Membership, colleague: Membership, acts: Acts) -> None:
    acts()
    with seeing_as(str(lead.person_id)):
        end_membership(by=world.viewer(lead.person), membership=colleague, at=world.at)
    colleague.refresh_from_db()
    assert colleague.ended_at == world.at
    assert acts() == ["member.removed"]


def test_the_last_lead_cant_leave(world: World, lead: Membership, acts: Acts) -> None:
    acts()
    with pytest.raises(Denied, match=r"only cyber lead. Hand the role to a colleague first, then leave") as refusal:
        end_membership(by=world.viewer(lead.person), membership=lead, at=world.at)
    assert refusal.value.status == 409
    lead.refresh_from_db()
    assert lead.ended_at is None
    assert acts() == []


def test_a_lead_beside_another_may_leave_and_the_other_then_cant(world: World, council: Body, lead: Membership) -> None:
    second = world.give(world.person("Sam"), council, Role.LEAD)
    end_membership(by=world.viewer(lead.person), membership=lead, at=world.at)
    with pytest.raises(Denied, match="only cyber lead"):
        end_membership(by=world.viewer(second.person), membership=second, at=world.at)


def test_a_lead_whose_membership_lapsed_doesnt_count_as_another(world: World, council: Body, lead: Membership) -> None:
    lapsed = world.give(world.person("Sam"), council, Role.LEAD)
    Membership.objects.filter(pk=lapsed.pk).update(lapses_on=world.at.date())
    with pytest.raises(Denied, match="only cyber lead"):
        end_membership(by=world.viewer(lead.person), membership=lead, at=world.at)


def test_a_lead_of_another_council_doesnt_count_as_another(world: World, lead: Membership) -> None:
    world.someone(world.council("moe"), Role.LEAD)
    with pytest.raises(Denied, match="only cyber lead"):
        end_membership(by=world.viewer(lead.person), membership=lead, at=world.at)


def test_nobody_leaves_twice(world: World, colleague: Membership, acts: Acts) -> None:
    viewer = world.viewer(colleague.person)
    end_membership(by=viewer, membership=colleague, at=world.at)
    acts()
    with pytest.raises(Denied, match="already ended") as refusal:
        end_membership(by=viewer, membership=colleague, at=world.at + timedelta(seconds=1))
    assert refusal.value.status == 409
    assert acts() == []


def test_a_colleague_removes_nobody(world: World, council: Body, lead: Membership, colleague: Membership) -> None:
    world.give(world.person("Sam"), council, Role.LEAD)
    with pytest.raises(Denied, match="Only a cyber lead decides"):
        end_membership(by=world.viewer(colleague.person), membership=lead, at=world.at)


def test_a_stranger_isnt_told_that_there_is_a_membership(world: World, colleague: Membership) -> None:
    stranger = world.someone(world.council("moe"), Role.LEAD)
    with pytest.raises(Denied) as refusal:
        end_membership(by=world.viewer(stranger), membership=colleague, at=world.at)
    assert refusal.value.status == 404


def test_the_programme_removes_nobody_from_a_council_with_a_lead(world: World, colleague: Membership) -> None:
    staff = world.someone(world.programme(), Role.PROGRAMME_TEAM)
    with pytest.raises(Denied) as refusal:
        end_membership(by=world.viewer(staff), membership=colleague, at=world.at)
    assert refusal.value.status == 404
