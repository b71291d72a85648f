"""A council shows that a domain is its own, by a text in the domain's DNS."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..dns_proof import Look, Seen, look_for_token
from ..events import domain_verified
from ..models import Domain, Proof
from ..queries.domains import find_domain
from .settle_proofs import settle, settle_proofs

MOST_TRIES, TRIES_COUNT_FOR = 10, timedelta(hours=1)


@dataclass(frozen=True)
class Tried:
    """The domain as it stands now, and what the DNS showed; None where nobody had to be asked."""

    domain: Domain
    seen: Seen | None = None


def verify_domain(*, by: Viewer, domain: Domain, at: datetime) -> Tried:
    """Look for the token in the DNS, ten times an hour at most. No transaction is open while we wait for the answer."""
    policies.check_can_change(by, domain.council, localdate(at))
    if domain.council.is_demonstration:
        raise Denied(_("This domain is made up, like its council. Nobody is asked about it."), "conflict")
    settle_proofs(by=by, council=domain.council, at=at)
    current = _take_a_try(domain, at)
    if _is_settled(current):
        return Tried(current)
    seen = look_for_token(current.name, current.token)
    return Tried(_keep(by, current, at) if seen.look is Look.FOUND else current, seen)


def _take_a_try(domain: Domain, at: datetime) -> Domain:
    with transaction.atomic():
        council = Body.objects.select_for_update(no_key=True).get(pk=domain.council_id)
        current = find_domain(council, domain.pk)
        if _is_settled(current):
            return current
        if current.tries_since is None or current.tries_since <= at - TRIES_COUNT_FOR:
            current.tries, current.tries_since = 0, at
        if current.tries >= MOST_TRIES:
            raise Denied(
                _("We looked ten times within the hour. Wait a while: a new record can take that long to be seen."),
                "conflict",
            )
        current.tries += 1
        current.save(update_fields=["tries", "tries_since"])
    return current


def _keep(by: Viewer, domain: Domain, at: datetime) -> Domain:
    with transaction.atomic():
        council = Body.objects.select_for_update(no_key=True).get(pk=domain.council_id)
        current = find_domain(council, domain.pk)
        if _is_settled(current):
            return current
        is_new = not current.proof
        current.proof, current.verified_at = Proof.DNS, current.verified_at or at
        current.token_seen_at, current.token_gone_on = at, None
        current.save(update_fields=["proof", "verified_at", "token_seen_at", "token_gone_on"])
        gained = settle(by=by, council=council, at=at).gained
        audit.record(
            by=by.person.pk,
            body=council.pk,
            action="estate.domain-verified",
            subject=f"domain:{current.pk}",
            at=at,
            after={"proofs": {str(shown.pk): shown.proof for shown in (current, *gained)}},
        )
        if is_new:
            domain_verified.send(sender=Domain, domain=current, by=by, at=at)
    return current


def _is_settled(domain: Domain) -> bool:
    """Say whether nothing is left to look for: a token that was missed lately is looked for although it counts."""
    return bool(domain.proof) and domain.token_gone_on is None
