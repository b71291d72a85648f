"""How does a table leave the house as a file that no spreadsheet takes for formulas?"""

import csv
import io
from collections.abc import Iterable

from django.http import HttpResponse

from wardmote.engines.cells import harmless


def table_file(name: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> HttpResponse:
    """Return the rows as a CSV file to download."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([harmless(str(cell)) for cell in row] for row in rows)
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
