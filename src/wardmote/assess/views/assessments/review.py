"""How far is my review, and what do I look at next?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_safe

from wardmote.register.public import moment_of, viewer_of

from ...looks import log_look
from ...models import State
from ...queries.desks import find_desk
from ...queries.review_findings import findings_of
from ...queries.scope_page import scope_page

# Before the council has approved its answers, they aren't anybody else's to read.
SHOWS_ANSWERS = (State.REVIEW, State.RESPONSE, State.ASSURED)


@require_safe
def review(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the assurer the whole by part and objective. The council's people are sent to their own page."""
    desk = find_desk(viewer_of(request), code, number, moment_of(request))
    if desk.review is None:
        return redirect("assessments:respond", code, number)
    log_look(desk, "assessment under review")
    context = {
        "desk": desk,
        "review": desk.review,
        "scope": scope_page(desk),
        "findings": findings_of(desk, desk.review) if desk.assessment.state in SHOWS_ANSWERS else None,
    }
    return render(request, "assess/assessments/review.html", context)


PATHS = [path("<int:number>/review/", review, name="review")]
