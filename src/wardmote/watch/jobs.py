"""Which work of this room falls due by itself? A night of checks, what is tried again, old visits, reports."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django_tasks import task

from wardmote.kernel.moments import now, today
from wardmote.kernel.worker import DAILY, HOURLY, Duty

from .actions.begin_round import begin_round
from .actions.finish_round import finish_round
from .calling import call_again
from .models import CallState, Change, Round, Visit, VisitState, WebhookCall
from .report_jobs import DUTIES as REPORT_DUTIES
from .stalled import take_up_again

KEEP_VISITS = timedelta(days=400)
KEEP_CHANGES = timedelta(days=730)
KEEP_CALLS = timedelta(days=30)
ROWS_AT_ONCE = 2000


@task()
def begin_night() -> int:
    """Begin the day's checks; returns how many domains are to be looked at."""
    night = start_night(now())
    return night.planned if night else 0


def start_night(at: datetime) -> Round | None:
    """End what earlier nights left undone, and begin today's; None where it was begun already."""
    for unfinished in Round.objects.filter(day__lt=today(), finished_at__isnull=True).order_by("day"):
        finish_round(night=unfinished, at=at)
    return begin_round(day=today(), at=at)


@task()
def forget_old_visits() -> int:
    """Remove what nobody needs any more; returns how many visits that were."""
    return forget(now())


def forget(at: datetime) -> int:
    """Remove visits older than 400 days except each domain's newest, changes told two years ago, and calls made."""
    newer = Visit.objects.filter(domain=OuterRef("domain"), state=VisitState.DONE, done_at__gt=OuterRef("done_at"))
    old = Visit.objects.filter(asked_at__lt=at - KEEP_VISITS)
    count = _remove(old.filter(Exists(newer), state=VisitState.DONE)) + _remove(old.filter(state=VisitState.DROPPED))
    _remove(Change.objects.filter(told_at__lt=at - KEEP_CHANGES))
    made = WebhookCall.objects.filter(state__in=[CallState.DONE, CallState.FAILED], made_at__lt=at - KEEP_CALLS)
    _remove(made)
    return count


def _remove(rows: QuerySet[Visit] | QuerySet[Change] | QuerySet[WebhookCall]) -> int:
    """Delete in pieces, so that no transaction grows long."""
    count = 0
    while some := list(rows.order_by().values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        rows.model._default_manager.filter(pk__in=some).delete()
        count += len(some)
    return count


DUTIES = [
    Duty("begin-night", DAILY, begin_night),
    Duty("call-again", HOURLY, call_again),
    Duty("take-up-again", HOURLY, take_up_again),
    Duty("forget-old-visits", DAILY, forget_old_visits),
    *REPORT_DUTIES,
]
