"""Which work about sources falls due by itself? Those are read whose time has come, and silence is seen."""

from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef
from django_tasks import task

from wardmote.kernel.moments import now
from wardmote.kernel.worker import HOURLY, Duty

from .models import Source, SourceRun
from .source_health import judge_source
from .source_runs import SILENT_AFTER
from .source_runs import read_source as read

# A duty is done once in an hour, at some minute of it.
_GRACE = timedelta(minutes=30)


@task()
def read_source(source_id: int) -> str:
    """Read one source; a worker that dies leaves it to the next, which takes nothing twice."""
    source = Source.objects.filter(pk=source_id).first()
    if source is None:
        return "gone"
    run = read(source, now)
    return f"{run.entries} entries, {run.changed} changed, {run.broken} broken" if run else "is being read"


@task()
def read_due_sources() -> int:
    """Queue the sources whose time has come, and judge them all: one that isn't read any more says nothing itself."""
    at = now()
    due = due_sources(at)
    for source in due:
        read_source.enqueue(source)
    for pk in Source.objects.order_by("pk").values_list("pk", flat=True):
        judge_source(pk, at)
    return len(due)


def due_sources(at: datetime) -> list[int]:
    """Return the sources that are on, not being read, and last begun longer ago than their schedule says.

    A run whose reader died is taken up again at once.
    """
    alive = SourceRun.objects.filter(source=OuterRef("pk"), ended_at__isnull=True, beat_at__gte=at - SILENT_AFTER)
    dead = SourceRun.objects.filter(source=OuterRef("pk"), ended_at__isnull=True, beat_at__lt=at - SILENT_AFTER)
    found = Source.objects.filter(~Exists(alive), is_on=True).annotate(last=Max("runs__begun_at"), is_dead=Exists(dead))
    return [
        source.pk
        for source in found.order_by("pk")
        if source.is_dead
        or (source.every_h and (not source.last or source.last <= at + _GRACE - timedelta(hours=source.every_h)))
    ]


DUTIES = [Duty("read-sources", HOURLY, read_due_sources)]
