"""Where does our council stand over all areas, and what do we do next?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from wardmote.engines.frameworks import explain
from wardmote.kernel.roles import READS_ANSWERS
from wardmote.register.public import is_alive, moment_of, name_of, own_body, viewer_of

from ..models import RatingWord
from ..policies import can_answer, can_submit
from ..queries.progress import stocktake_progress
from ..stocktake import stocktake
from .result import result


@require_safe
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """Show every area with how far it is, the ratings, and the one next thing to do."""
    viewer, at = viewer_of(request), moment_of(request)
    roles = {s.role for s in viewer.standings if s.code == code and s.is_open}
    if roles and not roles & READS_ANSWERS:
        return result(request, code)
    council = own_body(viewer, code, at, READS_ANSWERS)
    context = {
        "council": council,
        "name": name_of(council),
        "whole": stocktake_progress(council),
        "words": dict(RatingWord.choices),
        "explained": explain(stocktake()),
        "can_answer": is_alive(council, localdate(at)) and can_answer(viewer, council),
        "can_submit": is_alive(council, localdate(at)) and can_submit(viewer, council),
    }
    return render(request, "assess/overview.html", context)
