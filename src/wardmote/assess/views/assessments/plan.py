"""What will we do about our gaps, by when, for how much, and how far are we?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from wardmote.engines.plans import Horizon, pounds
from wardmote.register.public import moment_of, viewer_of

from ...models import LineState
from ...policies_of_plans import can_plan, can_sign
from ...queries.desks import own_desk
from ...queries.plan_page import Filters, plan_page


def filters_of(request: HttpRequest) -> Filters:
    """Return which rows the address asks for."""
    asked = request.GET
    return Filters(asked.get("objective", ""), asked.get("owner", ""), asked.get("state", ""))


@require_safe
def plan(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the plan's sums, progress and lines, or offer to start it."""
    desk = own_desk(viewer_of(request), code, number, moment_of(request))
    context = {
        "desk": desk,
        "page": plan_page(desk, filters_of(request)),
        "can_plan": can_plan(desk),
        "can_sign": can_sign(desk),
        "states": LineState,
        "horizons": Horizon,
        "pounds": pounds,
    }
    return render(request, "assess/assessments/plan.html", context)


PATHS = [path("<int:number>/plan/", plan, name="plan")]
