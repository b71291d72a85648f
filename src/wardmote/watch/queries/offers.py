"""Which names were seen that may be the council's, and which did it say aren't?"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from wardmote.estate.models import Domain
from wardmote.register.models import Body

from ..models import Offer, OfferState


@dataclass(frozen=True)
class OffersPage:
    """The names that wait for an answer, and those that were dismissed."""

    waiting: tuple[Offer, ...]
    dismissed: tuple[Offer, ...]


def offers_waiting(council: Body) -> QuerySet[Offer]:
    """Return the names that wait for an answer and that nobody has listed meanwhile, by name."""
    listed = Domain.objects.filter(council=council, name=OuterRef("name"), removed_at__isnull=True)
    waiting = Offer.objects.filter(~Exists(listed), council=council, state=OfferState.WAITING)
    return waiting.select_related("seen_from").order_by("name")


def offers_page(council: Body) -> OffersPage:
    """Return what the page of offers shows; at most 200 names wait."""
    dismissed = Offer.objects.filter(council=council, state=OfferState.DISMISSED).order_by("name")[:500]
    return OffersPage(tuple(offers_waiting(council)), tuple(dismissed))
