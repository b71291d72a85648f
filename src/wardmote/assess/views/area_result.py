"""A council's submitted result in one area, with its reasons for those who may have them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from wardmote.kernel.roles import READS_ANSWERS
from wardmote.register.models import Body
from wardmote.register.public import Viewer, moment_of, name_of, viewer_of

from ..queries.progress import stocktake_progress
from ..queries.results import result_page
from ..stocktake import find_area
from .result import find_council, log_look


@require_safe
def area_result(request: HttpRequest, code: str, area: str) -> HttpResponse:
    """Show the frozen result; a look from outside is logged where the council sees it."""
    viewer, at = viewer_of(request), moment_of(request)
    council, is_own = find_council(viewer, request, code)
    asked = find_area(area)
    page = result_page(viewer.person, council, localdate(at)).of_area(asked.id)
    if not is_own:
        what = "stocktake result and reasons" if page.may_see_reasons else "stocktake result"
        log_look(viewer, request, council, what)
    context = {
        "council": council,
        "name": name_of(council),
        "area": asked,
        "page": page,
        "latest": page.latest[0] if page.latest else None,
        "is_own": is_own,
        "questions": {question.id: question for question in asked.questions},
        "progress": _progress(council, asked.id) if is_own and _reads_answers(viewer, council) else None,
    }
    return render(request, "assess/area_result.html", context)


def _progress(council: Body, area: str) -> object:
    return stocktake_progress(council).area(area)


def _reads_answers(viewer: Viewer, council: Body) -> bool:
    return bool(viewer.roles_in(council.pk) & READS_ANSWERS)
