"""Each role of the demonstration region gets a fresh one-time way in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.keys import new_secret
from wardmote.kernel.roles import ABOUT, Role
from wardmote.register.models import Membership, SignInLink

from ..queries import visitors

GOOD_FOR_HOURS = 12


@dataclass(frozen=True)
class Link:
    """A way in, shown once: whom a visitor will be, and where."""

    role_title: str
    name: str
    body_name: str
    path: str


def issue_links(*, at: datetime) -> list[Link]:
    """Make one link for each role, in the roles' order; older unused links of those people stop working."""
    if not settings.HAS_DEMONSTRATION:
        raise Denied(_("There are no demonstration links here: the demonstration region is switched off."))
    found = visitors(at.date())
    with transaction.atomic():
        people = {membership.person_id for membership in found.values()}
        SignInLink.objects.filter(person__in=people, used_at__isnull=True).delete()
        links = [_link(role, membership, at) for role, membership in found.items()]
        audit.record(
            by=None,
            body=None,
            action="demonstration.links-issued",
            subject="demonstration",
            at=at,
            after={"links": len(links)},
        )
    return links


def _link(role: Role, membership: Membership, at: datetime) -> Link:
    secret = new_secret()
    SignInLink.objects.create(
        person=membership.person, digest=secret.digest, expires_at=at + timedelta(hours=GOOD_FOR_HOURS)
    )
    return Link(
        role_title=str(ABOUT[role].title),
        name=membership.person.get_full_name(),
        body_name=membership.body.records.get(valid_to__isnull=True).short_name,
        path=reverse("demonstration:sign_in", args=[secret.text]),
    )
