"""The council's library of evidence."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from wardmote.kernel.roles import READS_ANSWERS
from wardmote.register.public import is_alive, moment_of, name_of, own_body, viewer_of

from ...policies import can_answer
from ...queries.evidence_library import SHOWING, evidence_library


@require_safe
def evidence(request: HttpRequest, code: str) -> HttpResponse:
    """Show the library, narrowed by words and by what needs looking at."""
    viewer, at = viewer_of(request), moment_of(request)
    council = own_body(viewer, code, at, READS_ANSWERS)
    showing, words, page = (request.GET.get(name, "") for name in ("show", "q", "page"))
    library = evidence_library(council, localdate(at), showing, words, int(page[:4]) if page[:4].isdecimal() else 1)
    context = {
        "council": council,
        "name": name_of(council),
        "library": library,
        "showing": showing if showing in SHOWING else "",
        "words": words,
        "can_write": can_answer(viewer, council) and is_alive(council, localdate(at)),
    }
    return render(request, "assess/assessments/evidence.html", context)


PATHS = [path("evidence/", evidence, name="evidence")]
