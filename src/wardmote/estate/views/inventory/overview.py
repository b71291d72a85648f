"""What do we run, what of it is still to be named, and what gets no updates any more?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from ... import policies
from ...queries.access import reading
from ...queries.inventory import inventory_page, items_of
from ...tables import write_table

COLUMNS = ("vendor", "product", "version", "system", "note", "exposed", "written", "list", "source")


@require_safe
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """Show the inventory: what needs somebody first, then every line."""
    visit = reading(request, code)
    day = localdate(visit.at)
    context = {
        **visit.context,
        "found": inventory_page(visit.council, day, page=request.GET.get("page"), search=request.GET.get("q", "")),
        "day": day,
        "can_change": policies.can_change(visit.viewer, visit.council, day),
    }
    return render(request, "estate/inventory/overview.html", context)


@require_safe
def inventory_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Download the inventory, in the columns that an upload takes, with each line as it was written."""
    council = reading(request, code).council
    rows = (
        (
            item.edition.product.vendor if item.edition else "",
            item.edition.product.name if item.edition else item.written,
            item.edition.version if item.edition else "",
            item.system.name if item.system else "",
            item.note,
            "yes" if item.is_exposed else "no",
            item.written,
            item.batch,
            item.source,
        )
        for item in items_of(council)
    )
    response = HttpResponse(write_table(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="inventory-{council.code.lower()}.csv"'
    return response


PATHS = [path("", overview, name="inventory")]
