"""How far has our assessment come, and what comes next?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_safe

from wardmote.register.public import moment_of, viewer_of

from ...queries.assessment_progress import assessment_progress
from ...queries.desks import find_desk
from ...queries.next_step import next_step
from ...saved_words import saved_before


@require_safe
def overview(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show every outcome with its state, who has it, and the one next step. An assurer is sent to the review."""
    desk = find_desk(viewer_of(request), code, number, moment_of(request))
    if desk.is_assurer:
        return redirect("assessments:review", code, number)
    progress = assessment_progress(desk)
    context = {
        "desk": desk,
        "progress": progress,
        "saved": saved_before(request, desk),
        "step": next_step(desk, progress),
        "reports": list(desk.assessment.reports.order_by("-number").only("number", "kind", "made_at")),
    }
    return render(request, "assess/assessments/overview.html", context)


PATHS = [path("<int:number>/", overview, name="overview")]
