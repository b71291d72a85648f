"""A body leaves a circle: by its own cyber lead, or taken out by those who run the circle."""

from datetime import datetime

from django.db import transaction

from wardmote.kernel import audit
from wardmote.kernel.denial import missing
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import circle_policies
from ..matching_jobs import settle_councils
from ..models import Circle, CircleMember


def leave_circle(*, by: Viewer, circle: Circle, body: Body, at: datetime) -> None:
    """End the body's place in the circle. What it added stays there."""
    circle_policies.check_can_take_out(by, circle, body)
    with transaction.atomic():
        if not CircleMember.objects.filter(circle=circle, body=body, until__isnull=True).update(until=at):
            raise missing("member")
        audit.record(
            by=by.person.pk,
            body=circle.owner_id,
            action="circle.left",
            subject=f"circle:{circle.pk}",
            at=at,
            before={"body": body.code},
        )
        settle_councils.enqueue([body.pk])
