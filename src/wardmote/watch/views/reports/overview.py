"""Who sends as us?"""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from ...queries.access import reading
from ...queries.deliveries import last_report
from ...queries.mail_days import trend
from ...queries.mail_numbers import NUMBERS, Numbers, period_of, scope_of
from ...queries.senders import Senders, senders
from ...tables import csv_answer

MOST_ROWS = 20_000


@require_safe
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """Show who sent in the council's name, those that we don't know first."""
    desk = reading(request, code)
    period = period_of(request.GET.get("period"), localdate(desk.at))
    scope = scope_of(desk.council, request.GET.get("domain"))
    found = senders(desk.council, scope, period)
    context = {
        **desk.context,
        "period": period,
        "scope": scope,
        "senders": found,
        "trend": None if found.is_empty else trend(scope, period),
        "last": last_report(desk.council),
        "reports_address": settings.REPORTS_ADDRESS,
        "where": "mail-reports:overview",
    }
    return render(request, "watch/reports/overview.html", context)


@require_safe
def sources_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Download the sources with their numbers."""
    desk = reading(request, code)
    period = period_of(request.GET.get("period"), localdate(desk.at))
    found = senders(desk.council, scope_of(desk.council, request.GET.get("domain")), period, MOST_ROWS)
    columns = ("source", "kind", "said", "messages", *NUMBERS)
    return csv_answer(f"mail-sources-{desk.council.code.lower()}", columns, _rows(found))


def _rows(found: Senders) -> Iterator[tuple[object, ...]]:
    kinds = (("unknown", found.unknown), ("own", found.own), ("not ours", found.not_ours))
    for kind, sources in kinds[:1]:
        yield from ((line.source_ip, kind, line.word, *_cells(line.numbers)) for line in sources.lines)
    yield from ((line.name, "known sender", line.word, *_cells(line.numbers)) for line in found.named)
    for kind, sources in kinds[1:]:
        yield from ((line.source_ip, kind, line.word, *_cells(line.numbers)) for line in sources.lines)


def _cells(numbers: Numbers) -> tuple[int, ...]:
    return (numbers.total, *(getattr(numbers, name) for name in NUMBERS))


PATHS = [path("", overview, name="overview"), path("sources.csv", sources_csv, name="sources_csv")]
