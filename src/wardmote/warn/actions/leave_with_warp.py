"""A council that left its WARP leaves that WARP's circles as well: they take the WARP's own councils only."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from wardmote.kernel import audit
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Affiliation
from wardmote.register.models.bodies import LIKE_COUNCILS, Kind
from wardmote.register.public import Viewer, valid_on

from ..models import CircleMember


def leave_with_warp(*, by: Viewer | None, at: datetime) -> list[int]:
    """End such places, and return the councils that had them. `by` is None where the house does it."""
    with transaction.atomic(), seeing_as_system():
        ended = list(_stayed_behind(at).select_for_update(of=("self",)).select_related("circle", "body"))
        CircleMember.objects.filter(pk__in=[place.pk for place in ended]).update(until=at)
        for place in ended:
            audit.record(
                by=by.person.pk if by else None,
                body=place.circle.owner_id,
                action="circle.left",
                subject=f"circle:{place.circle_id}",
                at=at,
                before={"body": place.body.code},
            )
    return sorted({place.body_id for place in ended})


def _stayed_behind(at: datetime) -> QuerySet[CircleMember]:
    belongs = Affiliation.objects.filter(
        valid_on(localdate(at)), group=OuterRef("circle__owner"), member=OuterRef("body")
    )
    present = CircleMember.objects.filter(until__isnull=True, circle__owner__kind=Kind.WARP)
    return present.filter(~Exists(belongs), body__kind__in=LIKE_COUNCILS).order_by("pk")
