"""Those who run a circle take a body into it."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from wardmote.kernel import audit
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import circle_policies
from ..matching_jobs import settle_councils
from ..models import Circle, CircleMember


def add_to_circle(*, by: Viewer, circle: Circle, body: Body, at: datetime) -> CircleMember:
    """Return the body's place in the circle; one that is in already stays as it is."""
    circle_policies.check_can_operate(by, circle.owner)
    with transaction.atomic():
        circle = Circle.objects.select_for_update(no_key=True, of=("self",)).select_related("owner").get(pk=circle.pk)
        circle_policies.check_can_join(circle, body, localdate(at))
        member, is_new = CircleMember.objects.get_or_create(
            circle=circle, body=body, until=None, defaults={"since": at, "added_by": by.person}
        )
        if is_new:
            audit.record(
                by=by.person.pk,
                body=circle.owner_id,
                action="circle.joined",
                subject=f"circle:{circle.pk}",
                at=at,
                after={"body": body.code},
            )
            settle_councils.enqueue([body.pk])
    return member
