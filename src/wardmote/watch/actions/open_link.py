"""A council shows something to people outside who don't sign in."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.estate.models import Domain
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.keys import new_secret
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..models import LinkKind, OpenLink

MOST_OPEN, LONGEST_NOTE = 200, 120
LONGEST = timedelta(days=366)
ABOUT_A_DOMAIN = frozenset({LinkKind.SUPPLIER, LinkKind.BADGE})


def open_link(
    *,
    by: Viewer,
    council: Body,
    kind: LinkKind,
    domain: Domain | None = None,
    note: str = "",
    until: date | None = None,
    at: datetime,
) -> tuple[OpenLink, str]:
    """Return the link and its secret, which is never to be had again; a supplier's link always ends."""
    policies.check_can_open_doors(by, council, localdate(at))
    _check_fit(council, kind, domain, until, localdate(at))
    secret = new_secret()
    with transaction.atomic():
        still_open = OpenLink.objects.filter(Q(until__isnull=True) | Q(until__gte=localdate(at)), shut_at__isnull=True)
        if still_open.filter(council=council).count() >= MOST_OPEN:
            raise Denied(_("You have 200 open links already. Shut one that isn't used any more."), "conflict")
        link = OpenLink.objects.create(
            council=council,
            domain=domain if kind in ABOUT_A_DOMAIN else None,
            kind=kind,
            digest=secret.digest,
            note=note.strip()[:LONGEST_NOTE],
            made_by=by.person,
            made_at=at,
            until=until,
        )
        audit.record(
            by=by.person.pk,
            body=council.pk,
            action="link.opened",
            subject=f"link:{link.pk}",
            at=at,
            after={"kind": link.kind, "domain": link.domain_id, "until": until.isoformat() if until else None},
        )
    return link, secret.text


def _check_fit(council: Body, kind: LinkKind, domain: Domain | None, until: date | None, day: date) -> None:
    if kind in ABOUT_A_DOMAIN and (domain is None or domain.council_id != council.pk or domain.removed_at):
        raise Denied(_("Choose one of your domains."))
    if kind in ABOUT_A_DOMAIN and domain and not domain.verified_at:
        raise Denied(_("Nothing is known of this domain yet: prove first that it is yours."))
    if kind == LinkKind.SUPPLIER and until is None:
        raise Denied(_("Say until when the link should open."))
    if until and not day <= until <= day + LONGEST:
        raise Denied(_("A link can be open for a year at most, and must end today or later."))
