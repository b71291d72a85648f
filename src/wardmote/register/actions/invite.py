"""A lead offers a colleague a role by e-mail."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.keys import Secret, new_secret
from wardmote.kernel.letters import write_letter
from wardmote.kernel.roles import ABOUT, Role

from .. import policies
from ..models import Body, Invitation, Person
from ..queries.bodies import name_of
from ..queries.viewers import Viewer

GOOD_FOR_DAYS = 14


def invite(*, by: Viewer, body: Body, email: str, role: Role, at: datetime) -> Invitation:
    """Send an invitation; a newer one to the same person for the same role replaces the older."""
    policies.check_can_grant(by, body, role)
    if body.is_demonstration and not email.endswith(".example"):
        raise Denied(_("The demonstration region invites only addresses that end in .example."))
    invitation, _secret = send_invitation(by=by.person, body=body, email=email, role=role, at=at)
    return invitation


def send_invitation(
    *, by: Person | None, body: Body, email: str, role: Role, at: datetime
) -> tuple[Invitation, Secret]:
    """Store and post the invitation (the command line calls this without a person)."""
    secret = new_secret()
    address = email.strip().lower()
    with transaction.atomic():
        Invitation.objects.filter(
            body=body, email=address, role=role.value, accepted_at__isnull=True, revoked_at__isnull=True
        ).update(revoked_at=at)
        invitation = Invitation.objects.create(
            body=body,
            email=address,
            role=role.value,
            digest=secret.digest,
            invited_by=by,
            invited_at=at,
            expires_at=at + timedelta(days=GOOD_FOR_DAYS),
        )
        audit.record(
            by=by.pk if by else None,
            body=body.pk,
            action="member.invited",
            subject=f"invitation:{invitation.pk}",
            at=at,
            after={"role": role.value},
        )
        _post(invitation, secret, body, at)
    return invitation, secret


def _post(invitation: Invitation, secret: Secret, body: Body, at: datetime) -> None:
    last_day = invitation.expires_at.strftime("%-d %B %Y")
    council = name_of(body)
    write_letter(
        to=invitation.email,
        subject=_("Join %(council)s on Wardmote by %(day)s") % {"council": council, "day": last_day},
        text=_(
            "%(council)s has invited you to Wardmote, where councils look after their cyber resilience.\n"
            "You would be: %(role)s.\n"
            "Accept here by %(day)s: %(link)s\n"
        )
        % {
            "council": council,
            "role": ABOUT[Role(invitation.role)].title,
            "day": last_day,
            "link": f"{settings.SERVICE_URL}/invitations/{secret.text}/",
        },
        at=at,
    )
