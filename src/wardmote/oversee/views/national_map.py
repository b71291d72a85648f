"""The map of councils: at any date, by region, kind and measure; and the same rows as a file."""

import csv
import io
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from wardmote.kernel.moments import read_as_at
from wardmote.kernel.roles import READS_NATIONAL_RESULTS, Role
from wardmote.register.models.sharing import Audience
from wardmote.register.public import Viewer, log_reading, moment_of

from ..forms import Asked, choices, read_asked
from ..measures import MEASURES, RESULTS, Measure, Spotted
from ..queries.figures import national_distribution
from ..queries.map_page import Filters, map_page
from ..queries.national import Scope, may_see_results, spots_on_map


@dataclass(frozen=True)
class Look:
    """What one reader asks of the map, and the councils that answer."""

    asked: Asked
    measure: Measure
    scope: Scope
    filters: Filters
    spots: list[Spotted]
    sees_results: bool


def _look(request: HttpRequest) -> Look:
    """Read the address and ask; results go only to those councils share them with, and each look is logged."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    demonstration = viewer is not None and viewer.person.is_demonstration
    sees_results = may_see_results(viewer)
    asked = read_asked(request.GET, sees_results=sees_results)
    measure = MEASURES[asked.measure]
    scope = Scope(read_as_at(request.GET.get("as_at")), asked.layer, asked.nation, demonstration)
    today = localdate(moment_of(request))
    spots = spots_on_map(scope, viewer, today=today, area=measure.area, shows_grades=measure.shows_grades)
    if viewer and measure.needs_results:
        _log(viewer, request)
    return Look(asked, measure, scope, Filters(asked.region, asked.kind, asked.step), spots, sees_results)


@login_not_required
@require_safe
def national_map(request: HttpRequest) -> HttpResponse:
    """Show the map with its filter, its legend and its table."""
    look = _look(request)
    viewer: Viewer | None = getattr(request, "viewer", None)
    ring = frozenset(s.body_id for s in viewer.standings) if viewer else frozenset()
    regions = tuple(sorted({spot.region for spot in look.spots if spot.region}))
    demonstration = look.scope.demonstration
    context = {
        "page": map_page(look.spots, look.measure, look.scope, look.filters, ring),
        "choices": choices(get_language() or "", look.sees_results, demonstration, regions),
        "measure": look.measure,
        "scope": look.scope,
        "asked": look.asked,
        "figures": None if look.sees_results else national_distribution(demonstration=demonstration),
        "rating_words": {step.key: step.words for step in MEASURES[RESULTS].steps},
        "is_demonstration": demonstration,
        "sees_controls": viewer is not None and viewer.holds(READS_NATIONAL_RESULTS),
    }
    return render(request, "oversee/map.html", context)


@login_not_required
@require_safe
def figures_file(request: HttpRequest) -> HttpResponse:
    """Give the rows of the map's table as CSV."""
    look = _look(request)
    words = {step.key: str(step.words) for step in look.measure.steps}
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["code", "council", "region", "kind", look.measure.key, "as_at"])
    for spot in sorted(look.spots, key=lambda spot: spot.name):
        step = look.measure.step_of(spot, look.scope.day)
        if look.filters.keeps(spot, step):
            writer.writerow([spot.code, spot.name, spot.region, spot.kind, words[step], look.scope.day.isoformat()])
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"councils-{look.measure.key}-{look.scope.day.isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _log(viewer: Viewer, request: HttpRequest) -> None:
    capacities = [(s, Audience.PROGRAMME) for s in viewer.held(READS_NATIONAL_RESULTS)[:1]]
    capacities += [(s, Audience.WARP) for s in viewer.held(frozenset({Role.WARP_OPERATOR}))]
    for standing, audience in capacities:
        log_reading(
            by=viewer,
            council=None,
            on_behalf_of=standing.body_id,
            audience=audience,
            what="map of results",
            at=moment_of(request),
        )
