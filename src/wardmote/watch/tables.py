"""How do rows leave as a table that no spreadsheet takes for formulas?"""

import csv
import io
from collections.abc import Iterable

from django.http import HttpResponse

from wardmote.engines.cells import harmless


def csv_answer(name: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> HttpResponse:
    """Return rows as a CSV file to download."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([harmless("" if cell is None else str(cell)) for cell in row] for row in rows)
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
