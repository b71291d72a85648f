"""What stands on the first sheet of an Excel workbook that somebody sends?"""

import io
import zlib
from collections.abc import Iterator
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from wardmote.engines.frameworks.exchange.envelope import check_envelope
from wardmote.engines.frameworks.exchange.refusal import refuse
from wardmote.engines.frameworks.exchange.workbook_cells import sheets_of

_ZIP, _BOOK = b"PK\x03\x04", b"xl/workbook.xml"
# What the library raises, by what is wrong inside a file that it takes on trust.
_DAMAGE = (
    AttributeError,
    BadZipFile,
    EOFError,
    InvalidFileException,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    zlib.error,
)


def is_workbook(content: bytes) -> bool:
    """Say whether a file is packed as Excel packs its workbooks."""
    return content.startswith(_ZIP) and _BOOK in content


def rows_of_sheet(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the first sheet's rows with their numbers; ExchangeError where the workbook can't be taken."""
    name = _first_sheet(content)
    for number, row in enumerate(sheets_of(content, [name]).get(name, ()), start=1):
        yield number, [cell.text().strip() for cell in row]


def _first_sheet(content: bytes) -> str:
    check_envelope(content)
    try:
        names = load_workbook(io.BytesIO(content), read_only=True, keep_links=False).sheetnames
    except _DAMAGE as fault:
        raise refuse("", "The workbook is damaged and can't be read; open and save it once in Excel") from fault
    return str(names[0]) if names else ""
