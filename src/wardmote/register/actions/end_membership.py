"""Somebody leaves a body, or is removed from it."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import Role

from .. import policies
from ..models import Membership
from ..queries.viewers import Viewer


def end_membership(*, by: Viewer, membership: Membership, at: datetime) -> None:
    """End the membership now; a body never loses its only lead this way."""
    policies.check_can_end(by, membership)
    with transaction.atomic():
        _check_not_last_lead(membership, at)
        ended = Membership.objects.filter(pk=membership.pk, ended_at__isnull=True).update(ended_at=at)
        if not ended:
            raise Denied(_("This membership has already ended."), "conflict")
        left = membership.person_id == by.person.pk
        audit.record(
            by=by.person.pk,
            body=membership.body_id,
            action="member.left" if left else "member.removed",
            subject=f"membership:{membership.pk}",
            at=at,
            before={"role": membership.role, "person": membership.person_id},
        )


def _check_not_last_lead(membership: Membership, at: datetime) -> None:
    if membership.role != Role.LEAD:
        return
    others = Membership.objects.select_for_update().filter(
        body=membership.body_id, role=Role.LEAD, ended_at__isnull=True, lapses_on__gt=localdate(at)
    )
    if not others.exclude(pk=membership.pk).exists():
        raise Denied(
            _("This is the council's only cyber lead. Hand the role to a colleague first, then leave."), "conflict"
        )
