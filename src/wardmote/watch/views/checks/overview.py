"""What can outsiders see of all our domains, and what should we mend first?"""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ...catalogue import title_of
from ...queries.access import reading
from ...queries.overview import ORDERS, domain_lines, overview_of, probable_domain
from ...tables import csv_answer
from ...words import for_how_long

ON_A_PAGE = 50


@require_safe
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """Show what needs somebody, then every domain with its grade."""
    desk = reading(request, code)
    order = _order(request)
    seen = overview_of(desk, order)

    def since(moment: datetime) -> str:
        return for_how_long(moment, desk.at)

    context = {
        **desk.context,
        "seen": seen,
        "order": order,
        "page": Paginator(seen.lines, ON_A_PAGE).get_page(request.GET.get("page")),
        "probable": probable_domain(desk.council) if seen.is_empty else "",
        "title_of": title_of,
        "since": since,
    }
    return render(request, "watch/overview.html", context)


@require_safe
def rows(request: HttpRequest, code: str) -> HttpResponse:
    """Download every verified domain with its grade and counts."""
    desk = reading(request, code)
    columns = ("domain", "grade", "points", "bad", "weak", "not known", "explained", "looked at", "only held")
    found = (
        (
            line.domain.name,
            line.letter,
            line.visit.points if line.visit else None,
            *((line.bad, line.weak, line.unknown, line.explained) if line.visit else (None,) * 4),
            line.visit.done_at.isoformat() if line.visit and line.visit.done_at else None,
            _("yes") if line.domain.is_parked else _("no"),
        )
        for line in domain_lines(desk)
    )
    return csv_answer(f"domains-{desk.council.code.lower()}", columns, found)


def _order(request: HttpRequest) -> str:
    asked = request.GET.get("order", "")
    return asked if asked in ORDERS else ORDERS[0]


PATHS = [path("", overview, name="overview"), path("domains.csv", rows, name="rows")]
