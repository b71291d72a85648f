"""Why should the council pay for this plan?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from wardmote.engines.plans import pounds
from wardmote.register.public import moment_of, viewer_of

from ...models import PaperKind
from ...queries.desks import own_desk
from ...queries.plan_case import business_case


@require_safe
def business_case_page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the paper that goes to the budget holder, made from the plan, the scope and the answers."""
    desk = own_desk(viewer_of(request), code, number, moment_of(request))
    context = {"desk": desk, "case": business_case(desk), "pounds": pounds, "kind": PaperKind.BUSINESS_CASE.value}
    return render(request, "assess/assessments/business_case.html", context)


PATHS = [path("<int:number>/plan/business-case/", business_case_page, name="business_case")]
