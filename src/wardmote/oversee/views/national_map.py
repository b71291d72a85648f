"""The map of councils: at any date, by region, kind and measure."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wardmote.kernel.moments import read_as_at
from wardmote.kernel.roles import READS_NATIONAL_RESULTS, Role
from wardmote.register.models.sharing import Audience
from wardmote.register.public import Viewer, log_reading, moment_of

from ..forms import MapForm
from ..measures import DEFAULT_MEASURE, MEASURES, Measure, Spotted
from ..queries.figures import distribution
from ..queries.map_page import Filters, MapPage, map_page
from ..queries.national import LAYERS, Scope, may_see_results, spots_on_map


@login_not_required
@require_safe
def national_map(request: HttpRequest) -> HttpResponse:
    """Show the map; results only to those that councils share them with, and each such look is logged."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    demonstration = viewer is not None and viewer.person.is_demonstration
    sees_results = may_see_results(viewer)
    asked = _asked(request.GET, sees_results)
    scope = Scope(
        day=read_as_at(request.GET.get("as_at")),
        layer=asked["layer"],
        nation=asked["nation"],
        demonstration=demonstration,
    )
    measure = MEASURES[asked["measure"]]
    spots = spots_on_map(scope, viewer, with_results=measure.needs_results)
    if viewer and measure.needs_results:
        _log(viewer, request)
    ring = frozenset(s.body_id for s in viewer.standings) if viewer else frozenset()
    filters = Filters(asked["region"], asked["kind"], request.GET.get("step", ""))
    page = map_page(spots, measure, scope, filters, ring)
    form = MapForm({**asked, "as_at": scope.day.isoformat()}, regions=_regions(spots), with_results=sees_results)
    return render(request, "oversee/map.html", _context(page, spots, form, measure, scope, asked, demonstration))


def _context(
    page: MapPage,
    spots: list[Spotted],
    form: MapForm,
    measure: Measure,
    scope: Scope,
    asked: dict[str, str],
    demonstration: bool,
) -> dict[str, object]:
    return {
        "page": page,
        "form": form,
        "measure": measure,
        "scope": scope,
        "asked": asked,
        "figures": distribution(s.rating for s in spots if s.is_shared) if measure.needs_results else None,
        "is_demonstration": demonstration,
    }


def _asked(query: QueryDict, sees_results: bool) -> dict[str, str]:
    wanted = query.get("measure", "stocktake" if sees_results else DEFAULT_MEASURE)
    allowed = wanted in MEASURES and (sees_results or not MEASURES[wanted].needs_results)
    layer = query.get("layer", "lower")
    nation = query.get("nation", "England")
    return {
        "measure": wanted if allowed else DEFAULT_MEASURE,
        "layer": layer if layer in LAYERS else "lower",
        "nation": nation if nation in ("", "England") else "England",
        "region": query.get("region", "")[:40],
        "kind": query.get("kind", "")[:24],
    }


def _regions(spots: list[Spotted]) -> list[str]:
    return sorted({spot.region for spot in spots if spot.region})


def _log(viewer: Viewer, request: HttpRequest) -> None:
    for standing in viewer.held(READS_NATIONAL_RESULTS)[:1]:
        log_reading(
            by=viewer,
            council=None,
            on_behalf_of=standing.body_id,
            audience=Audience.PROGRAMME,
            what="map of results",
            at=moment_of(request),
        )
    for standing in viewer.held(frozenset({Role.WARP_OPERATOR})):
        log_reading(
            by=viewer,
            council=None,
            on_behalf_of=standing.body_id,
            audience=Audience.WARP,
            what="map of results",
            at=moment_of(request),
        )
