"""A council doesn't hold a domain any more, or never did."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from wardmote.kernel import audit
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..events import domain_removed
from ..models import Domain
from .settle_proofs import settle


@dataclass(frozen=True)
class RemovedDomain:
    """Whether this act removed it, and which names below it aren't shown to be the council's any more."""

    is_removed_now: bool
    lost: tuple[Domain, ...] = ()


def remove_domain(*, by: Viewer, domain: Domain, at: datetime) -> RemovedDomain:
    """Mark the domain as removed; its row and what was found stay. Names proved only by it lose their proof."""
    policies.check_can_change(by, domain.council, localdate(at))
    with transaction.atomic():
        council = Body.objects.select_for_update(no_key=True).get(pk=domain.council_id)
        if not Domain.objects.filter(pk=domain.pk, removed_at__isnull=True).update(removed_at=at):
            return RemovedDomain(is_removed_now=False)
        lost = settle(by=by, council=council, at=at).lost
        domain.refresh_from_db()
        audit.record(
            by=by.person.pk,
            body=council.pk,
            action="estate.domain-removed",
            subject=f"domain:{domain.pk}",
            at=at,
            before={"proof": domain.proof},
            after={"lost": [below.pk for below in lost]} if lost else None,
        )
        domain_removed.send(sender=Domain, domain=domain, by=by, at=at)
    return RemovedDomain(is_removed_now=True, lost=lost)
