"""Which jobs of a kind wait in the queue or are being done?"""

from typing import Any

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult


def under_way(job: Any) -> set[tuple[Any, ...]]:
    """Return what the jobs of this kind are about; one that failed isn't among them."""
    waiting = DBTaskResult.objects.filter(
        task_path=job.module_path, status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]
    )
    return {tuple(given["args"]) for given in waiting.order_by().values_list("args_kwargs", flat=True)}
