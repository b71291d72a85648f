"""A matching whose workers died too often is done all the same."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from wardmote.kernel.worker import MOST_STARTS, take_up_abandoned
from wardmote.warn.matching_jobs import match_inventory, match_stories, match_what_was_given_up

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


def given_up(job: Any, *arguments: Any) -> None:
    row = DBTaskResult.objects.get(pk=job.enqueue(*arguments).id)
    row.status, row.started_at, row.worker_ids = TaskResultStatus.RUNNING, AT, [f"dead{n}" for n in range(MOST_STARTS)]
    row.save()
    assert take_up_abandoned(AT) == 1
    row.refresh_from_db()
    assert row.status == TaskResultStatus.FAILED


def waiting(job: Any) -> list[Any]:
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=job.module_path)
    return sorted(row.args_kwargs["args"] for row in ready)


@pytest.fixture(autouse=True)
def queue(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def test_stories_are_queued_again_one_by_one_and_once() -> None:
    given_up(match_stories, [3, 5])
    assert match_what_was_given_up.call() == 2
    assert waiting(match_stories) == [[[3]], [[5]]]
    assert match_what_was_given_up.call() == 0


def test_a_story_that_kills_its_worker_is_tried_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [AT]
    monkeypatch.setattr("wardmote.warn.matching_jobs.now", lambda: clock[0])
    given_up(match_stories, [3])
    assert match_what_was_given_up.call() == 1
    DBTaskResult.objects.all().delete()
    given_up(match_stories, [3])
    assert match_what_was_given_up.call() == 0
    clock[0] = AT + timedelta(days=1)
    assert match_what_was_given_up.call() == 1
    assert waiting(match_stories) == [[[3]]]


def test_an_inventory_is_queued_again_in_halves() -> None:
    given_up(match_inventory, 7, [1, 2, 3])
    assert match_what_was_given_up.call() == 2
    assert waiting(match_inventory) == [[7, [1]], [7, [2, 3]]]


def test_a_job_that_failed_by_a_fault_of_its_own_stays() -> None:
    row = DBTaskResult.objects.get(pk=match_stories.enqueue([3]).id)
    row.status, row.exception_class_path, row.finished_at = TaskResultStatus.FAILED, "builtins.ValueError", AT
    row.save()
    assert match_what_was_given_up.call() == 0
    assert waiting(match_stories) == []
