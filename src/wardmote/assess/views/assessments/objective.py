"""How does the council stand in one objective?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from wardmote.kernel.denial import missing

from ...queries.report_page import report_page
from .report import read_shown


@require_safe
def objective(request: HttpRequest, code: str, number: int, objective: str) -> HttpResponse:
    """Show one objective of the report, or of the draft where nothing is approved yet."""
    shown = read_shown(request, code, number, "assessment objective")
    page = report_page(shown)
    section = page.section(objective)
    if section is None:
        raise missing("objective")
    context = {"page": page, "shown": shown, "section": section, "code": code, "number": number}
    return render(request, "assess/assessments/objective.html", context)


PATHS = [path("<int:number>/objectives/<slug:objective>/", objective, name="objective")]
