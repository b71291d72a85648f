"""Are the jobs of a dead worker taken up, and is what is due queued once?"""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django_tasks_db.models import DBTaskResult

from wardmote.kernel import worker
from wardmote.kernel.models import DoneOnce, WorkerPulse
from wardmote.kernel.moments import now
from wardmote.kernel.worker import MOST_STARTS, Duty, beat, holding_lock, queue_duties, take_up_abandoned

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("world", "wardmote")


def running_job(*workers: str) -> DBTaskResult:  # type: ignore[type-arg]
    """Make a job that the last of these workers is in the middle of."""
    worker.repost_letters.enqueue()
    job = DBTaskResult.objects.get()
    job.status, job.started_at, job.worker_ids = "RUNNING", AT, list(workers)
    job.save()
    return job


def status() -> str:
    """Return the one job's state."""
    return DBTaskResult.objects.get().status


def test_a_silent_workers_job_goes_back_into_the_queue() -> None:
    running_job("dead")
    WorkerPulse.objects.create(worker="dead", beat_at=AT - timedelta(seconds=61))
    assert take_up_abandoned(AT) == 1
    assert status() == "READY"


def test_a_living_workers_job_is_left_alone() -> None:
    running_job("alive")
    WorkerPulse.objects.create(worker="alive", beat_at=AT - timedelta(seconds=59))
    assert take_up_abandoned(AT) == 0
    assert status() == "RUNNING"


def test_a_worker_whose_lock_was_released_is_dead_at_once() -> None:
    running_job("here")
    WorkerPulse.objects.create(worker="here", beat_at=AT)
    worker.locks_folder().mkdir(parents=True)
    (worker.locks_folder() / "here.lock").touch()
    assert take_up_abandoned(AT) == 1


def test_a_worker_that_holds_its_lock_lives_however_late_its_pulse() -> None:
    running_job("here")
    with holding_lock("here"):
        assert take_up_abandoned(AT) == 0
    assert not list(worker.locks_folder().iterdir())


def test_a_job_that_killed_five_workers_is_given_up() -> None:
    running_job(*(f"dead{n}" for n in range(MOST_STARTS)))
    take_up_abandoned(AT)
    job = DBTaskResult.objects.get()
    assert job.status == "FAILED"
    assert job.task_result.errors[0].exception_class is worker.GivenUp


def test_a_duty_is_queued_once_in_its_period(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "duties", lambda: (Duty("trial", worker.HOURLY, worker.repost_letters),))
    for minutes in (0, 10, 29):
        queue_duties(AT + timedelta(minutes=minutes))
    assert DBTaskResult.objects.count() == 1
    queue_duties(AT + timedelta(minutes=30))
    assert DBTaskResult.objects.count() == 2


def test_a_beat_says_that_the_worker_lives() -> None:
    beat("me", AT)
    beat("me", AT + timedelta(seconds=15))
    assert WorkerPulse.objects.get().beat_at == AT + timedelta(seconds=15)


def test_what_nobody_needs_any_more_is_forgotten(settings: LazySettings) -> None:
    running_job("gone")
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=now() - timedelta(days=31))
    WorkerPulse.objects.create(worker="gone", beat_at=now() - timedelta(days=2))
    DoneOnce.objects.create(key="duty:old", at=now() - timedelta(days=61))
    DoneOnce.objects.create(key="letter:kept", at=now() - timedelta(days=61))
    worker.forget_old_things.call()
    assert not DBTaskResult.objects.exists()
    assert not WorkerPulse.objects.exists()
    assert [done.key for done in DoneOnce.objects.all()] == ["letter:kept"]
