"""Checks came across names: keep those that may be the council's own, to be offered and never added silently."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.timezone import localdate

from wardmote.estate.models import Domain
from wardmote.estate.public import domains_of, names_of_others

from ..models import Offer, OfferState
from ..offering import MOST_WAITING, Known, Seen, worth_offering
from ..texts import storable


def record_offers(*, domain: Domain, seen: Iterable[Seen], at: datetime) -> int:
    """Offer names inside the caller's transaction; returns how many are new. Two visits at once offer each once."""
    council = domain.council
    names = list(seen)
    if not names:
        return 0
    room = MOST_WAITING - Offer.objects.filter(council=council, state=OfferState.WAITING).count()
    if room <= 0:
        return 0
    held = list(domains_of(council).values_list("name", "verified_at"))
    offered = Offer.objects.filter(council=council).values_list("name", flat=True)
    known = Known(
        names=frozenset([name for name, _verified in held] + list(offered)),
        verified=frozenset(name for name, verified in held if verified),
        others=names_of_others(council, localdate(at)),
    )
    new = list(worth_offering(names, known))[:room]
    Offer.objects.bulk_create(
        (
            Offer(council=council, name=name, where=storable(where), seen_from=domain, first_seen_at=at)
            for name, where in new
        ),
        ignore_conflicts=True,
    )
    return len(new)
