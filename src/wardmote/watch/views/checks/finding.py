"""What exactly is wrong, what should be published, and how did it come about?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from ...queries.access import Desk, reading
from ...queries.finding_page import FindingPage, finding_page
from ..numbers import number_in


@require_safe
def finding(request: HttpRequest, code: str, number: int, check: str) -> HttpResponse:
    """Show one finding with its fix, its evidence and its history."""
    desk = reading(request, code)
    seen = finding_page(desk, number, check, number_in(request, "visit"))
    return render(request, "watch/finding.html", {**desk.context, "seen": seen, "may_ask": _may_ask(desk, seen)})


def _may_ask(desk: Desk, seen: FindingPage) -> bool:
    is_real = not desk.council.is_demonstration
    return bool(desk.can_act and is_real and seen.domain.verified_at and seen.check and not seen.waiting)


PATHS = [path("<int:number>/<slug:check>/", finding, name="finding")]
