"""Could others deliver our mail encrypted?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from ...queries.access import reading
from ...queries.mail_numbers import period_of, scope_of
from ...queries.tls_days import tls_page
from ...tables import csv_answer


@require_safe
def tls(request: HttpRequest, code: str) -> HttpResponse:
    """Show sessions by day, and the ways in which they failed."""
    desk = reading(request, code)
    period = period_of(request.GET.get("period"), localdate(desk.at))
    scope = scope_of(desk.council, request.GET.get("domain"))
    context = {
        **desk.context,
        "period": period,
        "scope": scope,
        "page": tls_page(scope, period),
        "where": "mail-reports:tls",
    }
    return render(request, "watch/reports/tls.html", context)


@require_safe
def failures_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Download the ways in which sessions failed."""
    desk = reading(request, code)
    period = period_of(request.GET.get("period"), localdate(desk.at))
    page = tls_page(scope_of(desk.council, request.GET.get("domain")), period)
    rows = ((one.result, one.words, one.server, one.sessions, one.reporters, one.last) for one in page.failures)
    columns = ("result", "words", "server", "sessions", "reporters", "last")
    return csv_answer(f"tls-failures-{desk.council.code.lower()}", columns, rows)


PATHS = [path("tls/", tls, name="tls"), path("tls/failures.csv", failures_csv, name="tls_csv")]
