"""Those who run a WARP, or the programme, choose how they keep their desk."""

from datetime import datetime

from django.db import transaction

from wardmote.kernel import audit
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from ..circle_policies import check_can_operate
from ..models import DeskSetting


def keep_desk(*, by: Viewer, owner: Body, needs_second_eyes: bool, contact: str, at: datetime) -> DeskSetting:
    """Keep the desk's settings."""
    check_can_operate(by, owner)
    values = {"needs_second_eyes": needs_second_eyes, "contact": contact.strip()}
    with transaction.atomic():
        kept, _is_new = DeskSetting.objects.update_or_create(
            owner=owner, defaults=values | {"changed_by": by.person, "changed_at": at}
        )
        audit.record(
            by=by.person.pk,
            body=owner.pk,
            action="desk.kept",
            subject=f"desk:{owner.pk}",
            at=at,
            after={"needs_second_eyes": needs_second_eyes},
        )
    return kept
