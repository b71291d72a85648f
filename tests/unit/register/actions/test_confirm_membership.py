"""Does access lapse unless somebody confirms it once a year?"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from tests.worlds import World
from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import INSIDE_COUNCIL, Role
from wardmote.kernel.viewer import seeing_as
from wardmote.register.actions.confirm_membership import confirm_membership
from wardmote.register.models import Body, Membership
from wardmote.register.models.memberships import LAPSES_AFTER_DAYS
from wardmote.register.queries.scope import bodies_of_own

Acts = Callable[[], list[str]]
DAY = timedelta(days=1)
A_YEAR = timedelta(days=LAPSES_AFTER_DAYS)


@pytest.fixture
def council(world: World) -> Body:
    return world.council("elm")


@pytest.fixture
def lead(world: World, council: Body) -> Membership:
    return world.give(world.person("Lee"), council, Role.LEAD)


@pytest.fixture
def colleague(world: World, council: Body, lead: Membership) -> Membership:
    return world.give(world.person("Ada"), council, Role.CONTRIBUTOR)


def test_a_membership_that_nobody_confirms_gives_no_access_from_its_last_day_on(
    world: World, council: Body, colleague: Membership
) -> None:
    person, last = colleague.person, (world.at + A_YEAR).date()
    for day, roles, own in ((last - DAY, {Role.CONTRIBUTOR}, [council]), (last, set(), [])):
        viewer = world.viewer(person, day)
        assert viewer.roles_in(council.pk) == roles
        assert viewer.holds(INSIDE_COUNCIL) == bool(roles)
        assert list(bodies_of_own(person, day, INSIDE_COUNCIL)) == own


def test_a_lapsed_role_is_still_listed_so_that_the_person_learns_why(world: World, colleague: Membership) -> None:
    (standing,) = world.viewer(colleague.person, (world.at + A_YEAR).date()).standings
    assert (standing.is_open, standing.confirm_by) == (False, colleague.lapses_on)


def test_a_lead_confirms_a_colleague_for_another_year(
    world: World, lead: Membership, colleague: Membership, acts: Acts
) -> None:
    acts()
    later = world.at + timedelta(days=300)
    with seeing_as(str(lead.person_id)):
        confirm_membership(by=world.viewer(lead.person, later.date()), membership=colleague, at=later)
    colleague.refresh_from_db()
    assert (colleague.confirmed_at, colleague.lapses_on) == (later, localdate(later + A_YEAR))
    assert acts() == ["member.confirmed"]


def test_a_lead_brings_a_lapsed_colleague_back(
    world: World, council: Body, lead: Membership, colleague: Membership
) -> None:
    Membership.objects.filter(pk=colleague.pk).update(lapses_on=world.at.date() - 30 * DAY)
    assert world.viewer(colleague.person).roles_in(council.pk) == set()
    confirm_membership(by=world.viewer(lead.person), membership=colleague, at=world.at)
    assert world.viewer(colleague.person).roles_in(council.pk) == {Role.CONTRIBUTOR}


def test_a_lead_confirms_their_own_while_it_is_open(world: World, lead: Membership, acts: Acts) -> None:
    acts()
    confirm_membership(by=world.viewer(lead.person), membership=lead, at=world.at + 30 * DAY)
    lead.refresh_from_db()
    assert lead.lapses_on == localdate(world.at + 30 * DAY + A_YEAR)
    assert acts() == ["member.confirmed"]


def test_a_lead_cant_confirm_their_own_once_it_has_lapsed(world: World, lead: Membership) -> None:
    later = world.at + A_YEAR
    with pytest.raises(Denied):
        confirm_membership(by=world.viewer(lead.person, later.date()), membership=lead, at=later)


def test_nobody_else_confirms_themselves(world: World, colleague: Membership, acts: Acts) -> None:
    acts()
    with pytest.raises(Denied, match="Only a cyber lead decides"):
        confirm_membership(by=world.viewer(colleague.person), membership=colleague, at=world.at)
    assert acts() == []


def test_a_membership_that_ended_isnt_confirmed(world: World, lead: Membership, colleague: Membership) -> None:
    Membership.objects.filter(pk=colleague.pk).update(ended_at=world.at)
    with pytest.raises(Denied, match="already ended") as refusal:
        confirm_membership(by=world.viewer(lead.person), membership=colleague, at=world.at)
    assert refusal.value.status == 409


def test_a_stranger_confirms_nobody(world: World, colleague: Membership) -> None:
    stranger = world.someone(world.council("moe"), Role.LEAD)
    with pytest.raises(Denied) as refusal:
        confirm_membership(by=world.viewer(stranger), membership=colleague, at=world.at)
    assert refusal.value.status == 404
