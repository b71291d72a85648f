"""Where may a body share: with which WARPs, and in which circles?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from wardmote.register.models import Affiliation, Body, BodyRecord
from wardmote.register.models.bodies import Kind
from wardmote.register.public import Viewer, valid_on

from ..circle_policies import OWNERS
from ..labels import OPERATORS
from ..models import Circle, CircleMember


@dataclass(frozen=True)
class Place:
    """A WARP, or a circle of a WARP's or the programme's; `name` is what it is called."""

    owner: Body
    circle: Circle | None
    name: str

    @property
    def key(self) -> str:
        """Return what stands for it in a form."""
        return f"circle-{self.circle.pk}" if self.circle else f"body-{self.owner.pk}"

    @property
    def is_chatham_house(self) -> bool:
        """Say whether who says something stays untold."""
        return self.circle is not None and self.circle.is_chatham_house


def places_of(viewer: Viewer, body: Body, day: date) -> list[Place]:
    """Return where a body shares: its WARPs and the circles that it is in; those who run a WARP see all of its own."""
    runs = bool(viewer.roles_in(body.pk) & OPERATORS)
    belongs = Affiliation.objects.filter(valid_on(day), member=body, group=OuterRef("pk"))
    its = Q(pk=body.pk) if body.kind in OWNERS else Q(Exists(belongs), kind=Kind.WARP)
    owners = list(Body.objects.filter(its, is_demonstration=body.is_demonstration))
    circles = list(circles_of(body, runs=runs))
    names = names_of({owner.pk for owner in owners} | {circle.owner_id for circle in circles}, day)
    places = [Place(owner, None, names.get(owner.pk, owner.code)) for owner in owners]
    for circle in circles:
        name = _("%(circle)s (%(owner)s)") % {
            "circle": circle.name,
            "owner": names.get(circle.owner_id, circle.owner.code),
        }
        places.append(Place(circle.owner, circle, name))
    return places


def circles_of(body: Body, *, runs: bool) -> "Iterable[Circle]":
    """Return the open circles that a body is in, and where its own operators ask, all that it owns."""
    inside = CircleMember.objects.filter(circle=OuterRef("pk"), body=body, until__isnull=True)
    which = Q(Exists(inside)) | (Q(owner=body) if runs else Q(pk__in=[]))
    return (
        Circle.objects.filter(which, closed_at__isnull=True, owner__is_demonstration=body.is_demonstration)
        .select_related("owner")
        .order_by("name", "pk")
    )


def names_of(bodies: Iterable[int], day: date) -> dict[int, str]:
    """Return what bodies are called on a day, by their keys."""
    records = BodyRecord.objects.filter(valid_on(day), body__in=set(bodies))
    return dict(records.order_by("pk").values_list("body_id", "name"))
