"""Which councils' latest reports does this person's work let them see, as at a day? The scope of every page of them."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from wardmote.assess.models import Report, Window
from wardmote.kernel.prepared import ANOTHER_DAY, ANY_DAY, Prepared
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


class Closed(NamedTuple):
    """A window that is over."""

    title: str
    closes_on: date


class Choices(NamedTuple):
    """What a reader can choose from: the regions with councils, and the last windows of an edition that are over."""

    regions: tuple[str, ...]
    windows: tuple[Closed, ...]


def choices_on(day: date, today: date, *, demonstration: bool, framework: str, version: str) -> Choices:
    """Return what can be chosen on the day, in one query."""
    rows = _CHOICES.rows(demonstration, framework, version, day=day, today=today)
    windows = sorted((Closed(title, closes) for what, title, closes in rows if what == _WINDOW), key=_newest_first)
    return Choices(tuple(sorted(words for what, words, _day in rows if what == _REGION)), tuple(windows[:MOST_WINDOWS]))


def _newest_first(window: Closed) -> tuple[int, str]:
    return -window.closes_on.toordinal(), window.title


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


def _choices(
    demonstration: bool, framework: str, version: str, *, day: date, today: date
) -> QuerySet[Any, tuple[Any, ...]]:
    found = BodyRecord.objects.filter(
        valid_on(day),
        alive_on(day, "body__"),
        body__is_demonstration=demonstration,
        body__kind__in=[kind.value for kind in LIKE_COUNCILS],
    )
    nothing = Cast(Value(None), DateField())  # PostgreSQL wants both sides of a union to be days
    regions = found.exclude(region="").order_by().values_list(Value(_REGION), "region", nothing).distinct()
    closed = Window.objects.filter(
        framework=framework, version=version, closes_on__lt=today, is_demonstration=demonstration
    )
    return regions.union(closed.order_by().values_list(Value(_WINDOW), "title", "closes_on"), all=True)


_REGION, _WINDOW = "region", "window"
MOST_WINDOWS = 8
_CHOICES = Prepared(_choices, day=ANY_DAY, today=ANOTHER_DAY)
