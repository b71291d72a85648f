"""Which councils stand on the map on a day, and what may this reader see of each? One query."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, QuerySet, Subquery, When

from wardmote.assess.models import Submission
from wardmote.assess.public import KEY
from wardmote.kernel.prepared import ANOTHER_DAY, ANY_DAY, ANYBODY, Prepared
from wardmote.kernel.roles import READS_NATIONAL_RESULTS, Role
from wardmote.register.models import BodyRecord, Person
from wardmote.register.models.bodies import LOWER_TIER, UPPER_TIER
from wardmote.register.public import Viewer, alive_on, bodies_shown_to, valid_on
from wardmote.watch.models import Standing

from ..measures import Spotted

LAYERS = {"lower": LOWER_TIER, "upper": UPPER_TIER}
SEES_RESULTS = READS_NATIONAL_RESULTS | {Role.WARP_OPERATOR}


@dataclass(frozen=True)
class Scope:
    """Which part of which world is on the map, and on which day."""

    day: date
    layer: str = "lower"
    nation: str = "England"
    demonstration: bool = False


def spots_on_map(
    scope: Scope, viewer: Viewer | None, *, today: date, area: str = "", shows_grades: bool = False
) -> list[Spotted]:
    """Return the councils of one layer on the scope's day, with the rating or grade that they had then, if any.

    Whether this reader may see a rating is decided by memberships and choices as they are `today`.
    """
    shape = (scope.layer, scope.nation, scope.demonstration)
    if (area or shows_grades) and viewer:
        roles = frozenset(standing.role for standing in viewer.standings if standing.is_open) & SEES_RESULTS
        if roles:
            prepared, more = (_WITH_GRADES, ()) if shows_grades else (_WITH_RESULTS, (area,))
            rows = prepared.rows(*shape, roles, *more, person=viewer.person.pk, day=scope.day, today=today)
            return [Spotted._make(row) for row in rows]
    return [Spotted._make((*row, None, False)) for row in _WITHOUT_RESULTS.rows(*shape, day=scope.day)]


def may_see_results(viewer: Viewer | None) -> bool:
    """Say whether the person's work gives them results of several councils to look at."""
    return viewer is not None and viewer.holds(SEES_RESULTS)


_COLUMNS = (
    "body_id",
    "body__code",
    "short_name",
    "region",
    "body__kind",
    "nation",
    "latitude",
    "longitude",
    "population",
    "body__start_date",
    "body__end_date",
)


def _without_results(
    layer: str, nation: str, demonstration: bool, *, day: date
) -> QuerySet[BodyRecord, tuple[Any, ...]]:
    found = BodyRecord.objects.filter(
        valid_on(day),
        # Planned and shadow councils have no tile before they are live: their predecessors still have theirs.
        alive_on(day, "body__"),
        body__kind__in=[kind.value for kind in LAYERS[layer]],
        body__is_demonstration=demonstration,
        latitude__isnull=False,
        longitude__isnull=False,
    )
    if nation and not demonstration:
        found = found.filter(nation=nation)
    return found.order_by().values_list(*_COLUMNS)


def _with_results(
    layer: str,
    nation: str,
    demonstration: bool,
    roles: frozenset[Role],
    area: str,
    *,
    person: int,
    day: date,
    today: date,
) -> QuerySet[BodyRecord, tuple[Any, ...]]:
    latest = Submission.objects.filter(
        council=OuterRef("body"), framework=KEY, area=area, submitted_on__lte=day
    ).order_by("-submitted_at")
    spots = _without_results(layer, nation, demonstration, day=day)
    return _shown_with(spots, latest.values("rating"), Person(pk=person, is_demonstration=demonstration), roles, today)


def _with_grades(
    layer: str, nation: str, demonstration: bool, roles: frozenset[Role], *, person: int, day: date, today: date
) -> QuerySet[BodyRecord, tuple[Any, ...]]:
    latest = Standing.objects.filter(council=OuterRef("body"), day__lte=day).order_by("-day")
    spots = _without_results(layer, nation, demonstration, day=day)
    return _shown_with(spots, latest.values("letter"), Person(pk=person, is_demonstration=demonstration), roles, today)


def _shown_with(
    spots: QuerySet[BodyRecord, tuple[Any, ...]],
    latest: QuerySet[Any, Any],
    asker: Person,
    roles: frozenset[Role],
    today: date,
) -> QuerySet[BodyRecord, tuple[Any, ...]]:
    """Add the first row of `latest` where the council shows results to the asker, and whether it does."""
    shown = Exists(bodies_shown_to(asker, today, roles=roles).filter(pk=OuterRef("body")))
    rating = Case(When(shown, then=Subquery(latest[:1])), output_field=CharField())
    return spots.annotate(rating=rating, shared=shown).values_list(*_COLUMNS, "rating", "shared")


_WITHOUT_RESULTS = Prepared(_without_results, day=ANY_DAY)
_WITH_RESULTS = Prepared(_with_results, person=ANYBODY, day=ANY_DAY, today=ANOTHER_DAY)
_WITH_GRADES = Prepared(_with_grades, person=ANYBODY, day=ANY_DAY, today=ANOTHER_DAY)
