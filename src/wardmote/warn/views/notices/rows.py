"""Which warnings have we had, as a table that no spreadsheet takes for formulas?"""

import csv
import io

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from wardmote.engines.cells import harmless

from ...queries.access import reading
from ...queries.rows import COLUMNS, rows_of
from .listing import asked_in


@require_safe
def rows(request: HttpRequest, code: str) -> HttpResponse:
    """Download the warnings that the list would show, on all its pages."""
    desk = reading(request, code)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in row] for row in rows_of(desk, asked_in(request)))
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="warnings-{desk.council.code.lower()}.csv"'
    return answer


PATHS = [path("warnings.csv", rows, name="rows")]
