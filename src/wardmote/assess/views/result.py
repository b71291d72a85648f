"""A council's submitted result, for its own people and for those it shares with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import INSIDE_COUNCIL, READS_NATIONAL_RESULTS, Role
from wardmote.register.models import Body
from wardmote.register.models.sharing import Audience
from wardmote.register.public import Viewer, body_shown, log_reading, moment_of, name_of, own_body, viewer_of

from ..queries.results import result_page
from ..stocktake import first_area, stocktake


@require_safe
def result(request: HttpRequest, code: str) -> HttpResponse:
    """Show the frozen result; a look from outside is logged where the council sees it."""
    viewer, at = viewer_of(request), moment_of(request)
    council, is_own = _find(viewer, request, code)
    page = result_page(viewer.person, council, at.date())
    if not is_own:
        audience, body_id = _in_what_capacity(viewer, council)
        log_reading(by=viewer, council=council, on_behalf_of=body_id, audience=audience, what="stocktake result", at=at)
    context = {
        "council": council,
        "name": name_of(council),
        "page": page,
        "is_own": is_own,
        "framework": stocktake(),
        "questions": {q.id: q for q in first_area().questions},
        "area": first_area(),
    }
    return render(request, "assess/result.html", context)


def _find(viewer: Viewer, request: HttpRequest, code: str) -> tuple[Body, bool]:
    at = moment_of(request)
    try:
        return own_body(viewer, code, at, INSIDE_COUNCIL), True
    except Denied:
        return body_shown(viewer, code, at), False


def _in_what_capacity(viewer: Viewer, council: Body) -> tuple[Audience, int]:
    """Return as whom the person looks: reviewer of this council, WARP operator, or programme."""
    if Role.ASSURER in viewer.roles_in(council.pk):
        return Audience.REVIEWERS, council.pk
    for standing in viewer.held(READS_NATIONAL_RESULTS):
        return Audience.PROGRAMME, standing.body_id
    for standing in viewer.held(frozenset({Role.WARP_OPERATOR})):
        return Audience.WARP, standing.body_id
    return Audience.REVIEWERS, council.pk
