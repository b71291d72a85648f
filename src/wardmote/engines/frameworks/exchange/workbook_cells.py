"""What stands in the cells of a workbook that somebody sent us?"""

import io
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from wardmote.engines.frameworks.exchange.cell_text import unescaped
from wardmote.engines.frameworks.exchange.envelope import check_envelope
from wardmote.engines.frameworks.exchange.refusal import ExchangeError, refuse

MOST_ROWS = 30_000
MOST_COLUMNS = 40
_TEXTS = "xl/sharedStrings.xml"
_ESCAPE = b"x005F_"
# What the library raises, by what is wrong inside a file that it takes on trust.
_DAMAGE = (
    ArithmeticError,
    AttributeError,
    BadZipFile,
    EOFError,
    InvalidFileException,
    LookupError,
    NotImplementedError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    RecursionError,
    zlib.error,
)


@dataclass(frozen=True)
class Cell:
    """One cell, by the place that Excel shows (`Outcomes!D7`). An empty cell holds None."""

    where: str
    kind: str
    value: object

    def refuse(self, fault: str) -> ExchangeError:
        """The refusal for a fault in this cell."""
        return refuse(self.where, fault)

    def text(self) -> str:
        """The text to the letter, or a number or a date as people write it; a formula is refused."""
        if self.kind == "f":
            raise ExchangeError(f"{self.where} holds a formula: copy the cell and paste it as a value.")
        if self.kind == "e":
            raise self.refuse(f'the cell holds the error "{self.value}"')
        match self.value:
            case None:
                return ""
            case str():
                return unescaped(self.value)
            case bool():
                return "true" if self.value else "false"
            case float() if self.value.is_integer():
                return str(int(self.value))
            case int() | float() | date() | datetime() | time() | timedelta():
                return str(self.value).removesuffix(" 00:00:00")
        raise self.refuse("the cell holds something that isn't text")

    def word(self) -> str:
        """The text without regard to capitals and the spaces around it."""
        return " ".join(self.text().lower().split())


Sheets = Mapping[str, Sequence[Sequence[Cell]]]


def sheets_of(content: bytes, names: Sequence[str]) -> Sheets:
    """The rows of the sheets that are there among those named, without anything that the workbook links to."""
    check_envelope(content)
    try:
        workbook = load_workbook(io.BytesIO(_with_kept_escapes(content)), read_only=True, keep_links=False)
        return {name: list(_rows(workbook, name)) for name in names if name in workbook.sheetnames}
    except _DAMAGE as error:
        raise refuse("", "The workbook is damaged and can't be read; open and save it once in Excel") from error


def _with_kept_escapes(content: bytes) -> bytes:
    """The workbook with escaped underscores in small letters, where Excel has put them in its table of texts.

    The library takes the capital ones out of that table, so that a text such as "_x000D_" would become what it names.
    """
    with ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    if _ESCAPE not in members.get(_TEXTS, b""):
        return content
    members[_TEXTS] = members[_TEXTS].replace(_ESCAPE, _ESCAPE.lower())
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def _rows(workbook: Workbook, name: str) -> Iterator[list[Cell]]:
    sheet = workbook[name]
    if not isinstance(sheet, ReadOnlyWorksheet):
        raise refuse(name, "this is not a sheet of cells")
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS), start=1):
        if number > MOST_ROWS:
            raise refuse(name, f"the sheet has more than {MOST_ROWS:,} rows")
        yield [
            Cell(f"{name}!{get_column_letter(place)}{number}", cell.data_type, cell.value)
            for place, cell in enumerate(row, start=1)
        ]


def table_of(sheets: Sheets, name: str, columns: Sequence[str]) -> Iterator[dict[str, Cell]]:
    """The rows under the header that have something in our columns; other columns are people's own."""
    rows = sheets[name]
    head = [cell.text().strip().lower() if cell.kind == "s" else "" for cell in rows[0]] if rows else []
    for column in columns:
        if head.count(column.lower()) != 1:
            raise refuse(f"{name}!1:1", f'the first row must name the column "{column}" once')
    places = {column: head.index(column.lower()) for column in columns}
    for number, row in enumerate(rows[1:], start=2):
        cells = {
            column: row[place]
            if place < len(row)
            else Cell(f"{name}!{get_column_letter(place + 1)}{number}", "n", None)
            for column, place in places.items()
        }
        if any(cell.value is not None for cell in cells.values()):
            yield cells
