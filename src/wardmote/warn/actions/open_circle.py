"""Those who run a WARP, or the programme, open a circle within it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import circle_policies
from ..models import Circle

LONGEST_NAME = 120


def open_circle(*, by: Viewer, owner: Body, name: str, is_chatham_house: bool = False, at: datetime) -> Circle:
    """Return the new circle, which has no members yet."""
    circle_policies.check_can_operate(by, owner)
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise Denied(_("Give the circle a name of 120 characters or fewer."))
    with transaction.atomic():
        if Circle.objects.filter(owner=owner, name=name, closed_at__isnull=True).exists():
            raise Denied(_("There is a circle with this name already."), "conflict")
        circle = Circle.objects.create(owner=owner, name=name, is_chatham_house=is_chatham_house, opened_at=at)
        audit.record(
            by=by.person.pk,
            body=owner.pk,
            action="circle.opened",
            subject=f"circle:{circle.pk}",
            at=at,
            after={"is_chatham_house": is_chatham_house},
        )
    return circle
