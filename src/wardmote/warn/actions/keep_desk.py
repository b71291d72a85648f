"""Those who run a WARP, or the programme, choose how they keep their desk."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from ..circle_policies import check_can_operate
from ..models import DeskSetting


def keep_desk(*, by: Viewer, owner: Body, needs_second_eyes: bool, contact: str, at: datetime) -> DeskSetting:
    """Keep the desk's settings."""
    check_can_operate(by, owner)
    values = {"needs_second_eyes": needs_second_eyes, "contact": contact.strip()}
    with transaction.atomic():
        if not contact.strip() and DeskSetting.objects.filter(owner=owner, publishes_csaf=True).exists():
            raise Denied(_("Say whom readers ask: what you publish as CSAF must name somebody."))
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
