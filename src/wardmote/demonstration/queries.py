"""Whom can a visitor be, and which links still open a door?"""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet

from wardmote.kernel.denial import missing
from wardmote.kernel.keys import digest_of
from wardmote.kernel.roles import ABOUT, Role
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Membership, SignInLink
from wardmote.register.public import find_viewer

from .region import read_region


@dataclass(frozen=True)
class Doorway:
    """Whom a link signs in, as its page says it."""

    name: str
    roles: tuple[str, ...]


def visitors(day: date) -> dict[Role, Membership]:
    """Return one membership for each role: at the visitor's own council if somebody holds the role there."""
    memberships = Membership.objects.filter(
        person__is_demonstration=True,
        person__is_active=True,
        body__is_demonstration=True,
        ended_at__isnull=True,
        lapses_on__gt=day,
    ).select_related("person", "body")
    main = read_region().main
    found: dict[Role, Membership] = {}
    for membership in sorted(memberships, key=lambda m: (m.body.code != main, m.pk)):
        found.setdefault(Role(membership.role), membership)
    return {role: found[role] for role in Role if role in found}


def good_links(secret: str, at: datetime) -> QuerySet[SignInLink]:
    """Return the link that a secret opens, if it is unused and in time and its person is fictional."""
    if not settings.HAS_DEMONSTRATION:
        return SignInLink.objects.none()
    return SignInLink.objects.select_related("person").filter(
        digest=digest_of(secret),
        used_at__isnull=True,
        expires_at__gt=at,
        person__is_demonstration=True,
        person__is_active=True,
    )


def doorway(secret: str, at: datetime) -> Doorway:
    """Return whom a good link signs in; otherwise it isn't there."""
    link = good_links(secret, at).first()
    if link is None:
        raise missing()
    with seeing_as_system():
        viewer = find_viewer(link.person, at.date())
    roles = tuple(f"{ABOUT[s.role].title}, {s.name}" for s in viewer.standings if s.is_open)
    return Doorway(link.person.get_full_name(), roles)
