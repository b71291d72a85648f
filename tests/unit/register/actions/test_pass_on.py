"""Does what a council owned pass to a successor by one deliberate, recorded act?"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.worlds import World
from wardmote.assess.public import reasons_visible_to, stocktake_progress, submissions_visible_to
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import INSIDE_COUNCIL, Role
from wardmote.kernel.viewer import seeing_as
from wardmote.register.actions.pass_on import pass_on
from wardmote.register.models import Body, Inheritance, Person, Succession
from wardmote.register.queries.access import own_body
from wardmote.register.queries.bodies import is_heir
from wardmote.register.queries.scope import bodies_of_own

Acts = Callable[[], list[str]]
READERS = frozenset({Role.LEAD, Role.CONTRIBUTOR, Role.LEADER, Role.VIEWER})


@pytest.fixture
def old(world: World) -> Body:
    return world.council("elm", end_date=world.at.date() + timedelta(days=100))


@pytest.fixture
def new(world: World, old: Body) -> Body:
    """A shadow council that the register names as the old one's successor."""
    vesting = world.at.date() + timedelta(days=100)
    body = world.council("east", kind="unitary", start_date=vesting, shadow_from=world.at.date())
    Succession.objects.create(predecessor=old, successor=body, on=vesting, source="test")
    return body


@pytest.fixture
def lead(world: World, old: Body) -> Person:
    return world.someone(old, Role.LEAD)


def test_a_lead_passes_everything_on_and_both_councils_can_read_that(
    world: World, old: Body, new: Body, lead: Person, acts: Acts
) -> None:
    acts()
    with seeing_as(str(lead.pk)):
        done = pass_on(by=world.viewer(lead), predecessor=old, successor=new, at=world.at)
        assert is_heir(new, old)
    assert (done.predecessor, done.successor, done.by, done.at) == (old, new, lead, world.at)
    assert acts() == ["council.passed-on", "council.passed-on"]
    entries = AuditEntry.objects.filter(action="council.passed-on")
    assert {entry.body_id for entry in entries} == {old.pk, new.pk}
    assert all(entry.after == {"predecessor": "elm", "successor": "east"} for entry in entries)


def test_the_heirs_see_and_carry_on_what_the_predecessor_owned(
    world: World, old: Body, new: Body, lead: Person
) -> None:
    world.submit(old, level=3, note="Because.")
    heir, day = world.someone(new, Role.CONTRIBUTOR), world.at.date()
    assert not bodies_of_own(heir, day, INSIDE_COUNCIL).filter(pk=old.pk).exists()
    assert not submissions_visible_to(heir, day).exists()

    pass_on(by=world.viewer(lead), predecessor=old, successor=new, at=world.at)
    with seeing_as(str(heir.pk)):
        assert own_body(world.viewer(heir), "elm", world.at, READERS) == old
        assert submissions_visible_to(heir, day).get().council == old
        assert {reason.note for reason in reasons_visible_to(heir, day)} == {"Because."}
        assert stocktake_progress(old).line("lead-owner").level == 3  # type: ignore[union-attr]


def test_the_predecessors_people_get_nothing_of_the_heirs(world: World, old: Body, new: Body, lead: Person) -> None:
    pass_on(by=world.viewer(lead), predecessor=old, successor=new, at=world.at)
    assert list(bodies_of_own(lead, world.at.date(), INSIDE_COUNCIL)) == [old]


def test_somebody_who_only_reviews_the_heir_inherits_nothing(world: World, old: Body, new: Body, lead: Person) -> None:
    world.submit(old)
    assurer = world.someone(new, Role.ASSURER)
    pass_on(by=world.viewer(lead), predecessor=old, successor=new, at=world.at)
    assert not submissions_visible_to(assurer, world.at.date()).exists()
    with pytest.raises(Denied) as refusal:
        own_body(world.viewer(assurer), "elm", world.at, READERS)
    assert refusal.value.status == 404


def test_a_council_that_the_register_doesnt_name_gets_nothing(
    world: World, old: Body, lead: Person, acts: Acts
) -> None:
    other = world.council("moe")
    acts()
    with pytest.raises(Denied, match="doesn't name that council as a successor"):
        pass_on(by=world.viewer(lead), predecessor=old, successor=other, at=world.at)
    assert not Inheritance.objects.exists()
    assert acts() == []


def test_a_predecessor_gets_nothing_of_its_successor(world: World, old: Body, new: Body) -> None:
    lead = world.someone(new, Role.LEAD)
    with pytest.raises(Denied, match="doesn't name that council as a successor"):
        pass_on(by=world.viewer(lead), predecessor=new, successor=old, at=world.at)


@pytest.mark.parametrize(
    ("dates", "says"),
    [
        ({"shadow_from": None}, "is only planned"),
        ({"shadow_from": date(2099, 1, 1), "start_date": date(2099, 4, 1)}, "is only planned"),
        ({"shadow_from": None, "start_date": date(2020, 4, 1), "end_date": date(2021, 4, 1)}, "successor"),
    ],
    ids=["never in shadow form", "not yet in shadow form", "dissolved"],
)
def test_only_a_council_that_exists_receives_things(
    world: World, old: Body, new: Body, lead: Person, dates: dict[str, date | None], says: str
) -> None:
    for name, value in dates.items():
        setattr(new, name, value)
    new.save()
    with pytest.raises(Denied, match=says):
        pass_on(by=world.viewer(lead), predecessor=old, successor=new, at=world.at)


def test_a_dissolved_council_can_still_pass_on(world: World, old: Body, new: Body, lead: Person) -> None:
    vested = world.at + timedelta(days=120)
    assert pass_on(by=world.viewer(lead, vested.date()), predecessor=old, successor=new, at=vested)


def test_nothing_is_passed_on_twice(world: World, old: Body, new: Body, lead: Person, acts: Acts) -> None:
    pass_on(by=world.viewer(lead), predecessor=old, successor=new, at=world.at)
    acts()
    with pytest.raises(Denied, match="already been passed on") as refusal:
        pass_on(by=world.viewer(lead), predecessor=old, successor=new, at=world.at)
    assert refusal.value.status == 409
    assert acts() == []


def test_a_council_that_is_split_passes_on_to_each(world: World, old: Body, new: Body, lead: Person) -> None:
    west = world.council("west", kind="unitary", start_date=new.start_date, shadow_from=new.shadow_from)
    Succession.objects.create(predecessor=old, successor=west, on=date(2027, 4, 1), source="test")
    for successor in (new, west):
        pass_on(by=world.viewer(lead), predecessor=old, successor=successor, at=world.at)
    assert is_heir(new, old)
    assert is_heir(west, old)


@pytest.mark.parametrize(("role", "status"), [(Role.CONTRIBUTOR, 403), (Role.ASSURER, 403), (None, 404)])
def test_only_the_lead_passes_on(
    world: World, old: Body, new: Body, lead: Person, role: Role | None, status: int
) -> None:
    person = world.someone(old, role) if role else world.someone(new, Role.LEAD)
    with pytest.raises(Denied) as refusal:
        pass_on(by=world.viewer(person), predecessor=old, successor=new, at=world.at)
    assert refusal.value.status == status


def test_staff_pass_on_for_a_council_without_a_lead(world: World, old: Body, new: Body, acts: Acts) -> None:
    staff = world.someone(world.programme(), Role.PROGRAMME_TEAM)
    acts()
    with seeing_as(str(staff.pk)):
        pass_on(by=world.viewer(staff), predecessor=old, successor=new, at=world.at)
    assert Inheritance.objects.filter(predecessor=old, successor=new, by=staff).exists()
    assert acts() == ["council.passed-on", "council.passed-on"]
