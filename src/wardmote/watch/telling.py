"""When is each council told what a night brought? After the whole night, in one job that may be begun again."""

from django.db.models import Exists, OuterRef
from django_tasks import task

from wardmote.kernel.moments import now
from wardmote.register.models import Body

from .actions.tell_changes import tell_changes
from .models import Change, Round, Visit, VisitState


@task()
def tell_round(round_id: int) -> int:
    """Tell every council that was looked at, or wasn't told something yet; returns how many had something to hear."""
    night = Round.objects.get(pk=round_id)
    visits = Visit.objects.filter(round=night, council=OuterRef("pk"), state=VisitState.DONE)
    untold = Change.objects.filter(council=OuterRef("pk"), told_at__isnull=True)
    councils = list(Body.objects.filter(Exists(visits) | Exists(untold)).order_by("pk"))
    return sum(tell_changes(council=council, night=night, at=now()) for council in councils)
