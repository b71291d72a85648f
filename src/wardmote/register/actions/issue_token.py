"""A person makes a key for a program of theirs."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.keys import new_secret

from ..models import ApiToken
from ..queries.viewers import Viewer

PREFIX = "wm_"
SCOPES = (
    "assessments:read",
    "assessments:write",
    "estate:read",
    "estate:write",
    "checks:read",
    "checks:write",
    "warnings:read",
    "warnings:write",
    "members:read",
    "activity:read",
    "results:read",
)
LONGEST_DAYS, MOST_TOKENS = 366, 20


def issue_token(*, by: Viewer, name: str, scopes: list[str], days: int, at: datetime) -> tuple[ApiToken, str]:
    """Return the token and its text, which is never to be had again."""
    if not name.strip():
        raise Denied(_("Give the token a name that says what uses it."))
    if not scopes or set(scopes) - set(SCOPES):
        raise Denied(_("Choose at least one thing that the token may do."))
    if not 1 <= days <= LONGEST_DAYS:
        raise Denied(_("Choose how long the token is good for: from 1 to 366 days."))
    secret = new_secret(PREFIX)
    with transaction.atomic():
        if ApiToken.objects.filter(person=by.person, revoked_at__isnull=True, expires_at__gt=at).count() >= MOST_TOKENS:
            raise Denied(_("You have 20 tokens already. Revoke one that isn't used any more."), "conflict")
        token = ApiToken.objects.create(
            person=by.person,
            name=name.strip()[:80],
            prefix=secret.text[:10],
            digest=secret.digest,
            scopes=sorted(set(scopes)),
            created_at=at,
            expires_at=at + timedelta(days=days),
        )
        audit.record(
            by=by.person.pk,
            body=None,
            action="token.issued",
            subject=f"token:{token.pk}",
            at=at,
            after={"scopes": token.scopes, "expires": token.expires_at.date().isoformat()},
        )
    return token, secret.text
