"""When is each council told what a night brought? After the whole night, each in a job of its own.

A council that can't be told leaves its own job failed, and no other council without its news.
"""

from django.db.models import Exists, OuterRef
from django_tasks import task

from wardmote.kernel.moments import now
from wardmote.register.models import Body

from .actions.tell_changes import tell_changes
from .models import Change, Round, Visit, VisitState


@task()
def tell_round(round_id: int) -> int:
    """Queue a job for each council that may have something to hear; returns how many."""
    councils = councils_to_tell(round_id)
    for council in councils:
        tell_council.enqueue(round_id, council)
    return len(councils)


@task()
def tell_council(round_id: int, council_id: int) -> bool:
    """Tell one council; begun again, it tells nothing twice."""
    night, council = Round.objects.get(pk=round_id), Body.objects.get(pk=council_id)
    return tell_changes(council=council, night=night, at=now())


def councils_to_tell(round_id: int) -> list[int]:
    """Return the councils that were looked at in the round, or weren't told something yet."""
    visits = Visit.objects.filter(round=round_id, council=OuterRef("pk"), state=VisitState.DONE)
    untold = Change.objects.filter(council=OuterRef("pk"), told_at__isnull=True)
    found = Body.objects.filter(Exists(visits) | Exists(untold)).order_by("pk")
    return list(found.values_list("pk", flat=True))
