"""Which councils stand on the map on a day, and what may this reader see of each? One query."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Exists, OuterRef, QuerySet, Subquery, Value, When

from wardmote.assess.models import Submission
from wardmote.assess.public import FIRST_AREA, KEY
from wardmote.kernel.roles import READS_NATIONAL_RESULTS, Role
from wardmote.register.models import BodyRecord
from wardmote.register.models.bodies import LOWER_TIER, UPPER_TIER
from wardmote.register.public import Viewer, alive_on, bodies_shown_to, valid_on

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


def spots_on_map(scope: Scope, viewer: Viewer | None, *, with_results: bool) -> list[Spotted]:
    """Return the councils of one layer, with their rating where this reader may see it."""
    found = BodyRecord.objects.filter(
        valid_on(scope.day),
        # Planned and shadow councils have no tile before they are live: their predecessors still have theirs.
        alive_on(scope.day, "body__"),
        body__kind__in=[kind.value for kind in LAYERS[scope.layer]],
        body__is_demonstration=scope.demonstration,
        latitude__isnull=False,
        longitude__isnull=False,
    )
    if scope.nation and not scope.demonstration:
        found = found.filter(nation=scope.nation)
    rows = _with_results(found, viewer, scope.day) if with_results and viewer else _without_results(found)
    return [Spotted._make(row) for row in rows]


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
    "body__shadow_from",
    "body__end_date",
)


def _without_results(found: QuerySet[BodyRecord]) -> QuerySet[BodyRecord, tuple[object, ...]]:
    nothing = Value(None, output_field=CharField())
    return found.annotate(rating=nothing, shared=Value(False)).values_list(*_COLUMNS, "rating", "shared")


def _with_results(found: QuerySet[BodyRecord], viewer: Viewer, day: date) -> QuerySet[BodyRecord, tuple[object, ...]]:
    roles = frozenset(standing.role for standing in viewer.standings if standing.is_open)
    shown = Exists(bodies_shown_to(viewer.person, day, roles=roles).filter(pk=OuterRef("body")))
    latest = Submission.objects.filter(council=OuterRef("body"), framework=KEY, area=FIRST_AREA, is_latest=True)
    return found.annotate(
        rating=Case(When(shown, then=Subquery(latest.values("rating")[:1])), output_field=CharField()), shared=shown
    ).values_list(*_COLUMNS, "rating", "shared")
