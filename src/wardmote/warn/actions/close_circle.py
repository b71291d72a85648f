"""Those who run a circle close it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.public import Viewer

from .. import circle_policies
from ..matching_jobs import settle_councils
from ..models import Circle, CircleMember


def close_circle(*, by: Viewer, circle: Circle, at: datetime) -> None:
    """Close the circle and end every place in it: what was shared there stays with its operators."""
    circle_policies.check_can_operate(by, circle.owner)
    with transaction.atomic():
        if not Circle.objects.filter(pk=circle.pk, closed_at__isnull=True).update(closed_at=at):
            raise Denied(_("This circle is closed."), "conflict")
        inside = CircleMember.objects.filter(circle=circle, until__isnull=True)
        bodies = sorted(inside.values_list("body_id", flat=True))
        ended = inside.update(until=at)
        settle_councils.enqueue(bodies)
        audit.record(
            by=by.person.pk,
            body=circle.owner_id,
            action="circle.closed",
            subject=f"circle:{circle.pk}",
            at=at,
            before={"members": ended},
        )
