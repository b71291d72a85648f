"""A person takes up the role they were invited to."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.keys import digest_of
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as_system

from ..models import Invitation, Membership, Person
from .grant_membership import grant_membership


def find_invitation(secret: str, at: datetime) -> Invitation:
    """Return the invitation that a link opens, while it is good."""
    with seeing_as_system():
        invitation = Invitation.objects.select_related("body").filter(digest=digest_of(secret)).first()
    if invitation is None or invitation.revoked_at:
        raise Denied(_("This invitation isn't valid any more. Ask whoever invited you to send a new one."), "missing")
    if invitation.accepted_at:
        raise Denied(_("This invitation has already been used. Sign in to carry on."), "conflict")
    if invitation.expires_at <= at:
        raise Denied(_("This invitation has run out. Ask whoever invited you to send a new one."), "missing")
    return invitation


def accept_invitation(*, by: Person, secret: str, at: datetime) -> Membership:
    """Grant the invited role, once, to the person whose verified address was invited."""
    with seeing_as_system(), transaction.atomic():
        invitation = find_invitation(secret, at)
        if invitation.email != by.email.lower():
            raise Denied(
                _("This invitation was sent to a different e-mail address. Sign in with the address it was sent to.")
            )
        used = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True).update(accepted_at=at)
        if not used:
            raise Denied(_("This invitation has already been used. Sign in to carry on."), "conflict")
        membership = grant_membership(by=by, person=by, body=invitation.body, role=Role(invitation.role), at=at)
        audit.record(
            by=by.pk,
            body=invitation.body_id,
            action="member.joined",
            subject=f"membership:{membership.pk}",
            at=at,
            after={"role": invitation.role, "person": by.pk},
        )
    return membership
