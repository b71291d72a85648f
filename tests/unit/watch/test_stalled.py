"""Is a look whose job failed made after all, and given up in the end?"""

from datetime import timedelta

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests.unit.watch.nights import a_look, a_round
from tests.unit.watch.watched import a_domain
from tests.worlds import World
from wardmote.estate.models import Domain
from wardmote.watch.actions.ask_visit import ask_visit
from wardmote.watch.actions.record_visits import record_visits
from wardmote.watch.models import Visit, VisitState
from wardmote.watch.stalled import take_up_batches, take_up_visits

MINUTE = timedelta(minutes=1)


@pytest.fixture
def domain(world: World) -> Domain:
    """A council's domain."""
    return a_domain(world.council("AAA"), at=world.at)


def fail() -> None:
    """Let every job that waits fail."""
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)


def waiting() -> int:
    """Return how many jobs wait."""
    return DBTaskResult.objects.filter(status=TaskResultStatus.READY).count()


def test_a_look_whose_job_failed_is_queued_again_and_given_up_after_a_day(world: World, domain: Domain) -> None:
    visit = ask_visit(by=None, domain=domain, at=world.at)
    assert take_up_visits(world.at + 16 * MINUTE) == 0, "its job waits"
    fail()
    assert take_up_visits(world.at + 14 * MINUTE) == 0
    assert take_up_visits(world.at + 16 * MINUTE) == waiting() == 1
    assert take_up_visits(world.at + timedelta(hours=25)) == 0
    visit.refresh_from_db()
    assert visit.state == VisitState.DROPPED
    assert ask_visit(by=None, domain=domain, at=world.at + timedelta(hours=25)) != visit


def test_whoever_asks_again_queues_a_look_whose_job_failed_once_more(world: World, domain: Domain) -> None:
    visit = ask_visit(by=None, domain=domain, at=world.at)
    fail()
    for minutes, jobs in ((14, 0), (16, 1), (17, 1)):
        assert ask_visit(by=None, domain=domain, at=world.at + minutes * MINUTE) == visit
        assert waiting() == jobs


def test_a_batch_whose_job_failed_is_queued_again_while_visits_wait(world: World, domain: Domain) -> None:
    night = a_round(world.at.date(), world.at)
    later = world.at + 31 * MINUTE
    assert take_up_batches(later) == 0, "its job waits"
    fail()
    assert take_up_batches(world.at + 29 * MINUTE) == 0
    assert take_up_batches(later) == waiting() == 1
    assert take_up_batches(later) == 0
    assert DBTaskResult.objects.order_by("-enqueued_at")[0].args_kwargs["args"] == [night.pk, 0]


def test_a_round_that_only_lacks_its_end_is_ended(world: World, domain: Domain) -> None:
    night = a_round(world.at.date(), world.at)
    record_visits(looks=[a_look(Visit.objects.get(), {"dmarc_policy": "good"})], at=world.at)
    fail()
    assert take_up_batches(world.at + MINUTE) == 0
    night.refresh_from_db()
    assert night.finished_at == world.at + MINUTE
