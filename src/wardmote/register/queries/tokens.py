"""Whose token is this, and what may it be used for?"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import localdate

from wardmote.kernel.keys import digest_of
from wardmote.kernel.viewer import seeing_as

from ..actions.issue_token import PREFIX
from ..models import ApiToken
from .viewers import Viewer, find_viewer


@dataclass(frozen=True)
class Caller:
    """A program that acts as a person, within the scopes of its token."""

    token_id: int
    token_name: str
    scopes: frozenset[str]
    expires_at: datetime
    viewer: Viewer


def find_caller(secret: str, at: datetime) -> Caller | None:
    """Return who holds this token, or None where it is unknown, revoked, run out, or its person is gone."""
    if not secret.startswith(PREFIX) or not secret.isascii():
        return None
    token = (
        ApiToken.objects.select_related("person")
        .filter(digest=digest_of(secret), revoked_at__isnull=True, expires_at__gt=at, person__is_active=True)
        .first()
    )
    if token is None:
        return None
    _note_use(token, localdate(at))
    with seeing_as(str(token.person_id)):
        viewer = find_viewer(token.person, localdate(at))
    return Caller(token.pk, token.name, frozenset(token.scopes), token.expires_at, viewer)


def _note_use(token: ApiToken, day: date) -> None:
    """Keep the day of the last use, with one write a day: the token's own wear, no act of its person."""
    if token.last_used_on is None or token.last_used_on < day:
        ApiToken.objects.filter(Q(last_used_on__isnull=True) | Q(last_used_on__lt=day), pk=token.pk).update(
            last_used_on=day
        )
