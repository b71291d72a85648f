"""A lead takes an invitation back before it was used."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied

from .. import policies
from ..models import Invitation
from ..queries.viewers import Viewer


def withdraw_invitation(*, by: Viewer, invitation: Invitation, at: datetime) -> None:
    """Make the link useless."""
    policies.check_can_manage_members(by, invitation.body)
    with transaction.atomic():
        withdrawn = Invitation.objects.filter(
            pk=invitation.pk, accepted_at__isnull=True, revoked_at__isnull=True
        ).update(revoked_at=at)
        if not withdrawn:
            raise Denied(_("This invitation has already been used or withdrawn."), "conflict")
        audit.record(
            by=by.person.pk,
            body=invitation.body_id,
            action="member.invitation-withdrawn",
            subject=f"invitation:{invitation.pk}",
            at=at,
        )
