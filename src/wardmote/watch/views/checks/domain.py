"""How does one domain look from outside, and what cost it its grade?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from ...queries.access import Desk, reading
from ...queries.domain_page import DomainPage, domain_page
from ..numbers import number_in


@require_safe
def domain(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the grade, and every finding by area, worst first."""
    desk = reading(request, code)
    seen = domain_page(desk, number, number_in(request, "visit"))
    lines = [line for area in seen.areas for line in area.open if line.state in ("bad", "weak")]
    worst = max(lines, key=lambda line: (line.finding.severity, line.finding.verdict == "bad"), default=None)
    context = {**desk.context, "seen": seen, "worst": worst, "may_ask": may_ask(desk, seen)}
    return render(request, "watch/domain.html", context)


def may_ask(desk: Desk, seen: DomainPage) -> bool:
    """Say whether to offer another look: not of made-up domains, and not while one is under way."""
    is_real = not desk.council.is_demonstration
    return bool(desk.can_act and is_real and seen.domain.verified_at and not seen.waiting)


PATHS = [path("<int:number>/", domain, name="domain")]
