"""Is this a table as text, without cells that a spreadsheet would run?"""

import re

from wardmote.engines.files.inspection import Kind, Refused
from wardmote.engines.files.text import read_text

_CELLS = re.compile(r"[,;\t]")
_FORMULA = re.compile(r"[\s\"']*[=+\-@]")
_NUMBER = re.compile(r"[\s\"']*[+\-]?[\d.,]+%?[\"'\s]*")
_COMMAND = "A cell starts another program when the table is opened (DDE). Take that cell out and upload it again."
_FORMULAS = "Some cells begin like formulas. A spreadsheet will work them out when somebody opens the table."


def check(content: bytes) -> tuple[str, ...]:
    """Refuse commands in cells; warn of other formulas."""
    has_formulas = False
    for line in read_text(content).splitlines():
        if has_formulas and "|" not in line:
            continue
        formula = _first_formula(line)
        if formula is None:
            continue
        has_formulas = True
        # `=program|topic!item`, perhaps inside another function.
        _, bar, rest = line[line.find(formula) :].partition("|")
        if bar and "!" in rest:
            raise Refused(_COMMAND)
    return (_FORMULAS,) if has_formulas else ()


def _first_formula(line: str) -> str | None:
    cells = _CELLS.split(line)
    return next((cell for cell in cells if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell)), None)


KIND = Kind(key="csv", title="Table as text (CSV)", endings=("csv",), media_type="text/csv; charset=utf-8", check=check)
