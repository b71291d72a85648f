"""Which reports came in, and can one be taken out again?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wardmote.kernel.denial import Denied, missing

from ...actions.remove_report import remove_report
from ...queries.access import acting, reading
from ...queries.deliveries import deliveries_page, find_delivery


@require_safe
def deliveries(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was taken, the newest first, and what of late couldn't be."""
    desk = reading(request, code)
    found = deliveries_page(desk.council, request.GET.get("page"), localdate(desk.at))
    context = {**desk.context, "found": found, "where": "mail-reports:deliveries"}
    return render(request, "watch/reports/deliveries.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Ask, and take a report out with its numbers."""
    desk = acting(request, code)
    delivery = find_delivery(desk.council, number)
    if delivery is None:
        raise missing("report")
    context: dict[str, object] = {**desk.context, "delivery": delivery, "problem": ""}
    if request.method != "POST":
        return render(request, "watch/reports/remove.html", context)
    try:
        remove_report(by=desk.viewer, council=desk.council, number=number, at=desk.at)
    except Denied as refusal:
        context["problem"] = refusal.sentence
        return render(request, "watch/reports/remove.html", context, status=refusal.status)
    messages.success(request, _("The report and its numbers are gone."))
    return redirect("mail-reports:deliveries", desk.council.code)


PATHS = [
    path("deliveries/", deliveries, name="deliveries"),
    path("deliveries/<int:number>/remove/", remove, name="remove"),
]
