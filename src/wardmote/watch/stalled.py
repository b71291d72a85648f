"""Which looks wait although their job failed, and are taken up again or given up?"""

from datetime import datetime, timedelta

from django.db.models import Min
from django.utils.timezone import localdate
from django_tasks import task

from wardmote.kernel.moments import now

from .actions.ask_visit import STALLS_AFTER
from .models import Round, Visit, VisitState
from .queued import under_way
from .rounds import check_batch, check_visit, finish_if_over

BATCH_STALLS_AFTER = timedelta(minutes=30)
GIVE_UP_AFTER = timedelta(days=1)


@task()
def take_up_again() -> int:
    """Queue what stalled once more; returns how many jobs. The hourly duty."""
    at = now()
    return take_up_visits(at) + take_up_batches(at)


def take_up_visits(at: datetime) -> int:
    """Queue looks on demand whose job failed, and drop those that came to nothing within a day."""
    waiting = Visit.objects.filter(round__isnull=True, state=VisitState.WAITING)
    waiting.filter(asked_at__lt=at - GIVE_UP_AFTER).update(state=VisitState.DROPPED)
    stalled = waiting.filter(asked_at__lt=at - STALLS_AFTER).order_by("asked_at", "pk")
    present = under_way(check_visit)
    due = [pk for pk in stalled.values_list("pk", flat=True) if (pk,) not in present]
    for pk in due:
        check_visit.enqueue(pk)
    return len(due)


def take_up_batches(at: datetime) -> int:
    """Queue the batches of today's round of which visits wait and no job is left; end a round that only lacks that."""
    night = Round.objects.filter(day=localdate(at), finished_at__isnull=True).first()
    if night is None:
        return 0
    waiting = Visit.objects.filter(round=night, state=VisitState.WAITING).order_by("batch").values_list("batch")
    asked = dict(waiting.annotate(asked=Min("asked_at")))
    present = under_way(check_batch)
    due = [
        batch
        for batch, moment in asked.items()
        if moment < at - BATCH_STALLS_AFTER and (night.pk, batch) not in present
    ]
    for batch in due:
        check_batch.enqueue(night.pk, batch)
    if not asked:
        finish_if_over(night.pk, at)
    return len(due)
