"""What does a leader need to know of an assessment, on one page and in plain words?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from ...queries.report_page import report_page
from ...queries.report_summary import cost_of_plan
from .report import read_shown


@require_safe
def summary(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show what was looked at, how far it meets the target, the biggest gaps, and what they would cost."""
    shown = read_shown(request, code, number, "assessment summary")
    context = {
        "page": report_page(shown),
        "shown": shown,
        "cost": cost_of_plan(shown),
        "code": code,
        "number": number,
    }
    return render(request, "assess/assessments/summary.html", context)


PATHS = [path("<int:number>/summary/", summary, name="summary")]
