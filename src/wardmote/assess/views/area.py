"""Where does our council stand in one area, and what do we do next in it?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from wardmote.engines.frameworks import explain
from wardmote.kernel.roles import READS_ANSWERS
from wardmote.register.public import is_alive, moment_of, name_of, own_body, viewer_of

from ..policies import can_answer, can_submit
from ..queries.progress import stocktake_progress
from ..stocktake import find_area, stocktake


@require_safe
def area(request: HttpRequest, code: str, area: str) -> HttpResponse:
    """Show the area's questions, the result so far, three next steps, and what was submitted."""
    viewer, at = viewer_of(request), moment_of(request)
    council = own_body(viewer, code, at, READS_ANSWERS)
    context = {
        "council": council,
        "name": name_of(council),
        "progress": stocktake_progress(council).area(find_area(area).id),
        "explained": explain(stocktake()),
        "can_answer": is_alive(council, localdate(at)) and can_answer(viewer, council),
        "can_submit": is_alive(council, localdate(at)) and can_submit(viewer, council),
    }
    return render(request, "assess/area_overview.html", context)
