"""A council says of names that were seen whether they are its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.estate.public import AddedDomains, DomainFacts, add_domains
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..models import Offer, OfferState


@dataclass(frozen=True)
class DecidedOffers:
    """The names that were decided by this act, and what came of adding them."""

    names: tuple[str, ...]
    added: AddedDomains | None = None


def decide_offers(
    *, by: Viewer, council: Body, offers: Iterable[int], state: OfferState, at: datetime
) -> DecidedOffers:
    """Add names to the council's domains, dismiss them, or (WAITING) offer dismissed ones again.

    What a colleague decided meanwhile stays decided.
    """
    policies.check_can_act(by, council, localdate(at))
    numbers = set(offers)
    if not numbers:
        raise Denied(_("Tick at least one name."))
    comes_from = OfferState.DISMISSED if state == OfferState.WAITING else OfferState.WAITING
    with transaction.atomic():
        Body.objects.select_for_update(no_key=True).get(pk=council.pk)
        chosen = list(Offer.objects.filter(council=council, pk__in=numbers, state=comes_from).order_by("name"))
        if not chosen:
            return DecidedOffers(())
        added = _add(by, council, chosen, at) if state == OfferState.ADDED else None
        is_decided = state != OfferState.WAITING
        Offer.objects.filter(pk__in=[offer.pk for offer in chosen]).update(
            state=state, decided_by=by.person if is_decided else None, decided_at=at if is_decided else None
        )
        audit.record(
            by=by.person.pk,
            body=council.pk,
            action="checks.offer-decided",
            subject=f"offer:{chosen[0].pk}" if len(chosen) == 1 else "offers",
            at=at,
            after={"state": str(state), "offers": [offer.pk for offer in chosen]},
        )
    return DecidedOffers(tuple(offer.name for offer in chosen), added)


def _add(by: Viewer, council: Body, offers: list[Offer], at: datetime) -> AddedDomains:
    facts = [DomainFacts(offer.name) for offer in offers]
    return add_domains(by=by, council=council, domains=facts, at=at)
