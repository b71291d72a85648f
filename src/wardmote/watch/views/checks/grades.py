"""How does a grade come about? The published formula, from the engine's own numbers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from wardmote.engines.checks.grading import BANDS, BEST_BESIDE, FULL, LETTERS, LOSSES

from ...queries.access import reading
from ...words import GRADE_WORDS, SEVERITY_WORDS


@require_safe
def grades(request: HttpRequest, code: str) -> HttpResponse:
    """Show what each severity costs, and which points give which letter."""
    desk = reading(request, code)
    costs = sorted(LOSSES.items(), reverse=True)
    context = {
        **desk.context,
        "full": FULL,
        "losses": [(str(SEVERITY_WORDS[each]), cost, BEST_BESIDE.get(each, LETTERS[0])) for each, cost in costs],
        "bands": [(letter, begins, GRADE_WORDS[letter]) for letter, begins in BANDS],
    }
    return render(request, "watch/grades.html", context)


PATHS = [path("grades/", grades, name="grades")]
