"""A council's submitted result, for its own people and for those it shares with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import INSIDE_COUNCIL, READS_ANSWERS
from wardmote.register.models import Body
from wardmote.register.public import Viewer, body_shown, log_reading_of, moment_of, name_of, own_body, viewer_of

from ..queries.progress import stocktake_progress
from ..queries.results import result_page
from ..stocktake import first_area, stocktake


@require_safe
def result(request: HttpRequest, code: str) -> HttpResponse:
    """Show the frozen result; a look from outside is logged where the council sees it."""
    viewer, at = viewer_of(request), moment_of(request)
    council, is_own = _find(viewer, request, code)
    page = result_page(viewer.person, council, at.date())
    if not is_own:
        what = "stocktake result and reasons" if page.may_see_reasons else "stocktake result"
        log_reading_of(by=viewer, read=Body.objects.filter(pk=council.pk), council=council, what=what, at=at)
    context = {
        "council": council,
        "name": name_of(council),
        "page": page,
        "is_own": is_own,
        "framework": stocktake(),
        "questions": {q.id: q for q in first_area().questions},
        "area": first_area(),
        "progress": stocktake_progress(council) if is_own and _reads_answers(viewer, council) else None,
    }
    return render(request, "assess/result.html", context)


def _find(viewer: Viewer, request: HttpRequest, code: str) -> tuple[Body, bool]:
    at = moment_of(request)
    try:
        return own_body(viewer, code, at, INSIDE_COUNCIL), True
    except Denied:
        return body_shown(viewer, code, at), False


def _reads_answers(viewer: Viewer, council: Body) -> bool:
    return bool(viewer.roles_in(council.pk) & READS_ANSWERS)
