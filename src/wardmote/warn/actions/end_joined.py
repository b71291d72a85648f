"""Somebody says that a council no longer belongs to a scheme."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from wardmote.kernel import audit
from wardmote.kernel.denial import missing
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import joined_policies
from ..models import Joined


def end_joined(*, by: Viewer, body: Body, number: int, at: datetime) -> None:
    """End what is on record today; that it was so stays on record."""
    day = localdate(at)
    joined_policies.check_can_record(by, body, day)
    with transaction.atomic():
        open_ones = Joined.objects.filter(Q(since__isnull=True) | Q(since__lte=day), body=body, until__isnull=True)
        if not open_ones.filter(pk=number).update(until=day):
            raise missing("membership")
        audit.record(
            by=by.person.pk,
            body=body.pk,
            action="joined.ended",
            subject=f"joined:{number}",
            at=at,
            after={"until": day.isoformat()},
        )
