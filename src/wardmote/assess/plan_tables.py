"""How do the rows of an improvement plan leave as a table: CSV, or a workbook?

A text that a spreadsheet could take for a formula gets an apostrophe in front; an unknown cost is an empty cell.
"""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font

from wardmote.engines.cells import harmless
from wardmote.engines.frameworks.exchange.cell_text import escaped

from .queries.plan_page import Row

COLUMNS = (
    "outcome",
    "title",
    "part",
    "objective",
    "action",
    "level_now",
    "level_expected",
    "cost_once_pounds",
    "cost_yearly_pounds",
    "effort_days",
    "owner",
    "due_on",
    "state",
)
_WIDTHS = (10, 32, 24, 28, 70, 20, 20, 18, 18, 12, 24, 12, 10)
Value = str | int | Decimal | None


def to_csv(rows: Iterable[Row]) -> str:
    """Return the rows with a header and CRLF line ends (RFC 4180)."""
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    writer.writerows(["" if value is None else value for value in _values(row)] for row in rows)
    return table.getvalue()


def to_xlsx(rows: Iterable[Row]) -> bytes:
    """Return the rows as a workbook of one sheet; costs and days are numbers."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Plan"
    for number, values in enumerate([COLUMNS, *(_values(row) for row in rows)], start=1):
        for place, value in enumerate(values, start=1):
            _put(cast(Cell, sheet.cell(number, place)), value, is_heading=number == 1)
    for place, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDEFGHIJKLM"[place]].width = width
    sheet.freeze_panes = "B2"
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _put(cell: Cell, value: Value, *, is_heading: bool) -> None:
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = Font(bold=is_heading)
    if isinstance(value, str):
        # Said outright, for the library takes a leading equals sign for a formula.
        cell.value = escaped(value)
        cell.data_type = "s"
    elif value is not None:
        cell.value = value


def _values(row: Row) -> tuple[Value, ...]:
    line = row.line
    return (
        line.outcome,
        harmless(row.outcome.title),
        harmless(line.part.name),
        harmless(f"{row.objective.id} {row.objective.title}"),
        harmless(line.action),
        row.now,
        row.expected,
        line.cost_once,
        line.cost_yearly,
        line.effort_days,
        harmless(line.owner),
        line.due_on.isoformat() if line.due_on else None,
        str(line.state),
    )
