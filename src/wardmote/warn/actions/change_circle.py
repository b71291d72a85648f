"""Those who run a circle give it another name, or say whether the Chatham House rule holds in it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.public import Viewer

from .. import circle_policies
from ..models import Circle
from .open_circle import LONGEST_NAME


def change_circle(*, by: Viewer, circle: Circle, name: str, is_chatham_house: bool, at: datetime) -> None:
    """Keep the new name and rule. The rule holds for what is said from now on; what was said stays as it is."""
    circle_policies.check_can_operate(by, circle.owner)
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise Denied(_("Give the circle a name of 120 characters or fewer."))
    with transaction.atomic():
        same = Circle.objects.filter(owner=circle.owner, name=name, closed_at__isnull=True).exclude(pk=circle.pk)
        if same.exists():
            raise Denied(_("There is a circle with this name already."), "conflict")
        found = Circle.objects.filter(pk=circle.pk, closed_at__isnull=True)
        if not found.update(name=name, is_chatham_house=is_chatham_house):
            raise Denied(_("This circle is closed."), "conflict")
        audit.record(
            by=by.person.pk,
            body=circle.owner_id,
            action="circle.changed",
            subject=f"circle:{circle.pk}",
            at=at,
            before={"is_chatham_house": circle.is_chatham_house},
            after={"is_chatham_house": is_chatham_house},
        )
