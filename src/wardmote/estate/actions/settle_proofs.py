"""The house decides anew which domains of a council are shown to be its own, where nobody needs to be asked."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from wardmote.kernel import audit
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from ..events import domain_verified
from ..models import Domain, Proof
from ..proving import proof_of
from ..queries.domains import domains_of, grounds_of


@dataclass(frozen=True)
class Settled:
    """Which domains are shown to be the council's now and weren't, and which aren't any more."""

    gained: tuple[Domain, ...] = ()
    lost: tuple[Domain, ...] = ()


def settle_proofs(*, by: Viewer | None, council: Body, at: datetime) -> Settled:
    """Give and take proofs by the register and by names above; a proof by DNS stays what it is."""
    with transaction.atomic():
        Body.objects.select_for_update(no_key=True).get(pk=council.pk)
        settled = settle(by=by, council=council, at=at)
        for domains, action in ((settled.gained, "estate.domain-verified"), (settled.lost, "estate.domain-changed")):
            if domains:
                audit.record(
                    by=by.person.pk if by else None,
                    body=council.pk,
                    action=action,
                    subject=f"domain:{domains[0].pk}" if len(domains) == 1 else "domains",
                    at=at,
                    after={"proofs": {str(domain.pk): domain.proof for domain in domains}},
                )
    return settled


def settle(*, by: Viewer | None, council: Body, at: datetime) -> Settled:
    """Do the same inside the caller's act, which has locked the council and leaves the entry."""
    listed = list(domains_of(council))
    grounds = grounds_of(council, listed, localdate(at))
    changed, gained, lost = [], [], []
    for domain in listed:
        proof = Proof.DNS if domain.proof == Proof.DNS else proof_of(domain.name, grounds)
        if (proof or "") == domain.proof:
            continue
        changed.append(domain)
        if proof is None:
            domain.verified_at = None
            lost.append(domain)
        elif not domain.proof:
            domain.verified_at = at
            gained.append(domain)
        domain.proof = proof or ""
    Domain.objects.bulk_update(changed, ["proof", "verified_at"])
    for domain in gained:
        domain_verified.send(sender=Domain, domain=domain, by=by, at=at)
    return Settled(tuple(gained), tuple(lost))
