"""Which councils' latest reports does this person's work let them see, as at a day? The scope of every page of them."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from wardmote.assess.models import Report
from wardmote.kernel.prepared import ANY_DAY, Prepared
from wardmote.kernel.roles import Role
from wardmote.register.models import Affiliation, BodyRecord, Person
from wardmote.register.models.bodies import LIKE_COUNCILS
from wardmote.register.public import Viewer, alive_on, bodies_shown_to, valid_on

from .national import SEES_RESULTS


class Shape(NamedTuple):
    """What shapes the query itself. Every text is one that we know, never just what an address said.

    `is_now`: the newest report of all is meant, so that nobody has to look for the newest on a day.
    """

    roles: frozenset[Role]
    demonstration: bool
    is_now: bool
    framework: str = ""
    version: str = ""
    region: str = ""
    kind: str = ""
    report_kind: str = ""
    warp: int = 0


def roles_of(viewer: Viewer) -> frozenset[Role]:
    """Return the roles in which the person sees results of several councils."""
    return frozenset(standing.role for standing in viewer.held(SEES_RESULTS))


def reports_shown(shape: Shape, *, person: int, day: date, today: date) -> QuerySet[Report]:
    """Return the latest report of each council and edition by the day, where the council shows results to the person.

    The council must be live on the day. Whether it shows is decided by memberships and choices as they are `today`.
    """
    asker = Person(pk=person, is_demonstration=shape.demonstration)
    shown = bodies_shown_to(asker, today, roles=shape.roles).filter(pk=OuterRef("council"))
    found = Report.objects.filter(
        Exists(shown),
        valid_on(day, "council__records__"),
        alive_on(day, "council__"),
        _narrowed(shape, today),
        council__is_demonstration=shape.demonstration,
        made_on__lte=day,
    )
    return found.filter(is_latest=True) if shape.is_now else found.filter(~Exists(_newer(day)))


def regions_on(day: date, *, demonstration: bool) -> tuple[str, ...]:
    """Return the regions in which there are councils on the day."""
    return tuple(region for (region,) in _REGIONS.rows(demonstration, day=day))


def _narrowed(shape: Shape, today: date) -> Q:
    wanted = {
        "framework": shape.framework,
        "version": shape.version,
        "kind": shape.report_kind,
        "council__kind": shape.kind,
        "council__records__region": shape.region,
    }
    condition = Q(**{name: value for name, value in wanted.items() if value})
    if shape.warp:
        belongs = Affiliation.objects.filter(valid_on(today), group=shape.warp, member=OuterRef("council"))
        condition &= Q(Exists(belongs))
    return condition


def _newer(day: date) -> QuerySet[Report]:
    later = Q(made_at__gt=OuterRef("made_at")) | Q(made_at=OuterRef("made_at"), pk__gt=OuterRef("pk"))
    same = {name: OuterRef(name) for name in ("council", "framework", "version")}
    return Report.objects.filter(later, made_on__lte=day, **same)


def _regions(demonstration: bool, *, day: date) -> QuerySet[BodyRecord, tuple[Any, ...]]:
    found = BodyRecord.objects.filter(
        valid_on(day),
        alive_on(day, "body__"),
        body__is_demonstration=demonstration,
        body__kind__in=[kind.value for kind in LIKE_COUNCILS],
    )
    return found.exclude(region="").order_by("region").values_list("region").distinct()


_REGIONS = Prepared(_regions, day=ANY_DAY)
