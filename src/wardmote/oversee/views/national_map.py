"""The map of councils: at any date, by region, kind and measure."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from wardmote.kernel.moments import read_as_at
from wardmote.kernel.roles import READS_NATIONAL_RESULTS, Role
from wardmote.register.models.sharing import Audience
from wardmote.register.public import Viewer, log_reading, moment_of

from ..forms import choices, read_asked
from ..measures import MEASURES
from ..queries.figures import national_distribution
from ..queries.map_page import Filters, map_page
from ..queries.national import Scope, may_see_results, spots_on_map


@login_not_required
@require_safe
def national_map(request: HttpRequest) -> HttpResponse:
    """Show the map; results only to those that councils share them with, and each such look is logged."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    demonstration = viewer is not None and viewer.person.is_demonstration
    sees_results = may_see_results(viewer)
    asked = read_asked(request.GET, sees_results=sees_results)
    measure = MEASURES[asked.measure]
    scope = Scope(read_as_at(request.GET.get("as_at")), asked.layer, asked.nation, demonstration)
    at = moment_of(request)
    spots = spots_on_map(scope, viewer, today=at.date(), with_results=measure.needs_results)
    if viewer and measure.needs_results:
        _log(viewer, request)
    ring = frozenset(s.body_id for s in viewer.standings) if viewer else frozenset()
    regions = tuple(sorted({spot.region for spot in spots if spot.region}))
    context = {
        "page": map_page(spots, measure, scope, Filters(asked.region, asked.kind, asked.step), ring),
        "choices": choices(get_language() or "", sees_results, demonstration, regions),
        "measure": measure,
        "scope": scope,
        "asked": asked,
        "figures": None if sees_results else national_distribution(demonstration=demonstration),
        "rating_words": {step.key: step.words for step in MEASURES["stocktake"].steps},
        "is_demonstration": demonstration,
    }
    return render(request, "oversee/map.html", context)


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
