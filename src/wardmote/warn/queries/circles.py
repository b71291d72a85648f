"""Which circles does an owner have, who is in each, and who could be?"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wardmote.register.models import Affiliation, Body
from wardmote.register.models.bodies import Kind
from wardmote.register.public import alive_on, valid_on

from ..circle_policies import MEMBERS
from ..models import Circle, CircleMember
from .places import names_of


@dataclass(frozen=True)
class Member:
    """A body in a circle."""

    code: str
    name: str


def circles_owned(owner: Body) -> QuerySet[Circle]:
    """Return an owner's open circles, each with the number of its members."""
    members = Count("members", filter=Q(members__until__isnull=True))
    return Circle.objects.filter(owner=owner, closed_at__isnull=True).annotate(count=members).order_by("name", "pk")


def members_named(circle: Circle, day: date) -> list[Member]:
    """Return who is in a circle, by name."""
    inside = CircleMember.objects.filter(circle=circle, until__isnull=True).select_related("body")
    bodies = [member.body for member in inside]
    names = names_of([body.pk for body in bodies], day)
    return sorted((Member(body.code, names.get(body.pk, body.code)) for body in bodies), key=lambda member: member.name)


def could_join(circle: Circle, day: date) -> list[Member]:
    """Return who could be taken into a circle: for a WARP its members, for the programme all; and other WARPs."""
    inside = CircleMember.objects.filter(circle=circle, until__isnull=True, body=OuterRef("pk"))
    belongs = Affiliation.objects.filter(valid_on(day), group=circle.owner, member=OuterRef("pk"))
    world = Body.objects.filter(alive_on(day), kind__in=MEMBERS, is_demonstration=circle.owner.is_demonstration)
    if circle.owner.kind != Kind.PROGRAMME:
        world = world.filter(Q(Exists(belongs)) | Q(kind__in=(Kind.WARP, Kind.PROGRAMME)))
    bodies = list(world.filter(~Exists(inside)))
    names = names_of([body.pk for body in bodies], day)
    return sorted((Member(body.code, names.get(body.pk, body.code)) for body in bodies), key=lambda member: member.name)
