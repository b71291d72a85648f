"""What becomes of a job that was given up because its workers died in the middle of it?

Most jobs are queued again by an hourly duty of their own. One that is queued only when something changed would be
lost, and not always by its own fault: whoever stops a machine five times may meet the same job five times.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from .models import DoneOnce
from .worker import GivenUp

_CLASS = f"{GivenUp.__module__}.{GivenUp.__name__}"


def requeue_given_up(job: Any, parts: Callable[..., list[tuple[Any, ...]]], at: datetime) -> int:
    """Queue again what was given up of a job, in the parts that `parts` makes of its arguments; returns how many.

    So one thing that kills its worker costs itself only. What can't be parted any more is tried once more each day.
    """
    given_up = DBTaskResult.objects.failed().filter(task_path=job.module_path, exception_class_path=_CLASS)
    return sum(_requeue(row, job, parts(*row.args_kwargs["args"]), at) for row in given_up.order_by("enqueued_at"))


def _requeue(row: DBTaskResult[Any, Any], job: Any, parts: list[tuple[Any, ...]], at: datetime) -> int:
    with transaction.atomic():
        if len(parts) == 1 and not _is_first_today(job, parts[0], at):
            return 0
        taken, _rows = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.FAILED).delete()
        if not taken:
            return 0
        for arguments in parts:
            job.enqueue(*arguments)
    return len(parts)


def _is_first_today(job: Any, arguments: tuple[Any, ...], at: datetime) -> bool:
    told = hashlib.sha256(json.dumps([job.module_path, *arguments]).encode()).hexdigest()
    # With the duties' own prefix, so that it is forgotten when they are.
    return DoneOnce.objects.get_or_create(key=f"duty:again:{at:%Y-%m-%d}:{told[:32]}", defaults={"at": at})[1]
