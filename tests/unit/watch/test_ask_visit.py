"""May this person have this domain looked at now, and is it queued once?"""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from tests.unit.watch.watched import a_domain
from tests.worlds import World
from wardmote.estate.events import domain_verified
from wardmote.estate.models import Domain
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role
from wardmote.register.models import Body
from wardmote.register.public import Viewer
from wardmote.watch.actions.ask_visit import MOST_AN_HOUR, ask_visit
from wardmote.watch.models import Visit, VisitState


@pytest.fixture
def council(world: World) -> Body:
    """A council."""
    return world.council("AAA")


@pytest.fixture
def domain(world: World, council: Body) -> Domain:
    """Its domain."""
    return a_domain(council, at=world.at)


@pytest.fixture
def lead(world: World, council: Body) -> Viewer:
    """Its lead."""
    return world.viewer(world.lead_of(council))


def test_a_visit_that_was_asked_for_waits_is_queued_and_leaves_an_entry(
    world: World, domain: Domain, lead: Viewer
) -> None:
    before = AuditEntry.objects.count()
    visit = ask_visit(by=lead, domain=domain, at=world.at)
    assert (visit.state, visit.round, visit.asked_by) == (VisitState.WAITING, None, lead.person)
    [job] = DBTaskResult.objects.all()
    assert (job.task_path, job.args_kwargs["args"]) == ("wardmote.watch.rounds.check_visit", [visit.pk])
    entry = AuditEntry.objects.order_by("sequence").last()
    assert AuditEntry.objects.count() == before + 1
    assert entry is not None
    assert (entry.action, entry.subject) == ("checks.asked", f"domain:{domain.pk}")


def test_asked_again_while_it_waits_it_is_the_same_visit(world: World, domain: Domain, lead: Viewer) -> None:
    first = ask_visit(by=lead, domain=domain, at=world.at)
    assert ask_visit(by=lead, domain=domain, at=world.at + timedelta(seconds=1)) == first
    assert DBTaskResult.objects.count() == 1


def test_a_council_asks_for_so_many_visits_in_an_hour_and_no_more(
    world: World, council: Body, domain: Domain, lead: Viewer
) -> None:
    for number in range(MOST_AN_HOUR):
        ask_visit(by=lead, domain=a_domain(council, f"d{number}.gov.uk", at=world.at), at=world.at)
    with pytest.raises(Denied, match="20 checks within an hour"):
        ask_visit(by=lead, domain=domain, at=world.at + timedelta(minutes=59))
    ask_visit(by=None, domain=a_domain(council, "house.gov.uk", at=world.at), at=world.at)
    assert ask_visit(by=lead, domain=domain, at=world.at + timedelta(minutes=61))


@pytest.mark.parametrize("role", [Role.LEADER, Role.COUNCILLOR, Role.VIEWER, Role.ASSURER])
def test_whoever_only_reads_is_refused_in_words(world: World, council: Body, domain: Domain, role: Role) -> None:
    with pytest.raises(Denied, match="You can read what was found"):
        ask_visit(by=world.viewer(world.someone(council, role)), domain=domain, at=world.at)
    assert not Visit.objects.exists()


def test_another_councils_lead_is_refused(world: World, domain: Domain) -> None:
    stranger = world.viewer(world.lead_of(world.council("BBB")))
    with pytest.raises(Denied):
        ask_visit(by=stranger, domain=domain, at=world.at)


def test_a_domain_nobody_proved_or_that_left_is_not_contacted(
    world: World, council: Body, domain: Domain, lead: Viewer
) -> None:
    unproved = a_domain(council, "unproved.gov.uk", at=world.at, is_verified=False)
    with pytest.raises(Denied, match="Show first that this domain is yours"):
        ask_visit(by=lead, domain=unproved, at=world.at)
    domain.removed_at = world.at
    with pytest.raises(Denied, match="isn't on your list"):
        ask_visit(by=lead, domain=domain, at=world.at)


def test_a_made_up_council_is_told_that_there_is_nothing_out_there(world: World) -> None:
    made_up = world.council("DEMO", demonstration=True)
    domain = a_domain(made_up, at=world.at)
    with pytest.raises(Denied, match="made up"):
        ask_visit(by=world.viewer(world.lead_of(made_up)), domain=domain, at=world.at)


def test_a_domain_that_was_just_proved_is_looked_at_at_once_unless_it_is_made_up(world: World, domain: Domain) -> None:
    made_up = a_domain(world.council("DEMO", demonstration=True), "made-up.gov.uk", at=world.at)
    for each in (domain, made_up):
        domain_verified.send(sender=Domain, domain=each, by=None, at=world.at)
    assert [(visit.domain, visit.asked_by) for visit in Visit.objects.all()] == [(domain, None)]
