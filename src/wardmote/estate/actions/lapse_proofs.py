"""The house takes note of what the DNS shows of a council's tokens now, and lets proofs lapse that don't hold."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wardmote.kernel import audit
from wardmote.kernel.letters import write_letter
from wardmote.register.models import Body
from wardmote.register.public import Viewer, leads_of

from ..dns_proof import Look, Seen
from ..models import Domain, Proof
from ..queries.domains import domains_of
from .settle_proofs import settle

MOST_NAMED = 20


def lapse_proofs(*, by: Viewer | None, council: Body, seen: Mapping[str, Seen], at: datetime) -> tuple[Domain, ...]:
    """Return the domains that aren't shown to be the council's any more; its leads get one letter about them.

    A token lapses when the DNS said on two days in a row that it isn't there; silence changes nothing.
    """
    with transaction.atomic():
        Body.objects.select_for_update(no_key=True).get(pk=council.pk)
        asked = domains_of(council).filter(proof=Proof.DNS, name__in=seen)
        gone = [domain for domain in asked if _is_lapsed(domain, seen[domain.name], at)]
        for domain in gone:
            domain.proof, domain.verified_at, domain.token_gone_on = "", None, None
        Domain.objects.bulk_update(gone, ["proof", "verified_at", "token_gone_on"])
        settled = settle(by=by, council=council, at=at)
        kept = {domain.pk for domain in settled.gained}
        lost = (*(domain for domain in gone if domain.pk not in kept), *settled.lost)
        if lost or settled.gained:
            audit.record(
                by=by.person.pk if by else None,
                body=council.pk,
                action="estate.domain-changed",
                subject=f"domain:{lost[0].pk}" if len(lost) == 1 else "domains",
                at=at,
                after={"proofs": {str(domain.pk): domain.proof for domain in (*lost, *settled.gained)}},
            )
        if lost:
            _write(council, sorted(domain.name for domain in lost), at)
    return lost


def _is_lapsed(domain: Domain, seen: Seen, at: datetime) -> bool:
    """Keep what was seen of one token, and say whether its proof ends."""
    if seen.look is Look.FOUND:
        domain.token_seen_at, domain.token_gone_on = at, None
    elif seen.is_gone and domain.token_gone_on == localdate(at) - timedelta(days=1):
        return True
    elif seen.is_gone:
        domain.token_gone_on = localdate(at)
    domain.save(update_fields=["token_seen_at", "token_gone_on"])
    return False


def _write(council: Body, names: list[str], at: datetime) -> None:
    others = len(names) - 1
    subject = _("Show again that %(name)s is yours: it isn't checked any more") % {"name": names[0]}
    if others:
        subject = ngettext(
            "Show again that %(name)s and %(n)s other domain are yours: they aren't checked any more",
            "Show again that %(name)s and %(n)s other domains are yours: they aren't checked any more",
            others,
        ) % {"name": names[0], "n": others}
    link = settings.SERVICE_URL + reverse("estate:domains", args=[council.code])
    shown = "\n".join(names[:MOST_NAMED])
    text = _(
        "What showed that these domains are your council's has gone:\n%(names)s\n"
        "Our text isn't in their DNS any more, or the register names another domain for you.\n"
        "Show it again here: %(link)s\n"
    ) % {"names": shown, "link": link}
    for lead in leads_of(council, localdate(at)):
        write_letter(to=lead.email, subject=subject, text=text, at=at)
