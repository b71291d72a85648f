"""How does an assessment become a workbook that a council can fill in without a connection?"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from wardmote.engines.frameworks.exchange.cell_text import LONGEST_CELL, escaped
from wardmote.engines.frameworks.exchange.checking import check_record
from wardmote.engines.frameworks.exchange.record import AssessmentRecord, OutcomeRecord
from wardmote.engines.frameworks.exchange.refusal import refuse
from wardmote.engines.frameworks.exchange.sheets import (
    FORMAT,
    HEAD,
    OUTCOME_COLUMNS,
    OUTCOMES,
    PART_LABEL,
    README,
    REPLIES,
    STATEMENT_COLUMNS,
    STATEMENTS,
    STATUS_WORDS,
)
from wardmote.engines.frameworks.outcomes import OutcomeFramework, Status

_HEADING, _GIVEN, _ASKED = "Wardmote heading", "Wardmote given", "Wardmote asked"
_WIDTHS = {
    README: (18, 90),
    OUTCOMES: (22, 10, 34, 20, 12, 12, 80),
    STATEMENTS: (22, 10, 14, 20, 70, 14, 60),
}
_ASKED_FOR = {"Status", "Confidence", "Confirmed", "Justification", "Reply", "Alternative control"}
_NOTES = (
    "How to fill this in",
    f'Fill in the white cells of "{OUTCOMES}" and, where it is there, of "{STATEMENTS}". Grey cells are locked.',
    "Status: choose from the list. Leave it empty until you know.",
    "Confidence: 1 is low, 3 is high. Confirmed: yes once the person who answers for it agrees.",
    'Reply: "true" where the statement is true as written; leave it empty where it is not.',
    'Reply "alternative": where another control does the same work. Describe that control in the next column.',
    "Write text and numbers, not formulas.",
)
_MOMENTS = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", re.DOTALL)


def to_xlsx(record: AssessmentRecord, outline: OutcomeFramework) -> bytes:
    """The workbook; the same record gives the same bytes. ExchangeError for a record that doesn't fit."""
    check_record(record, outline)
    workbook = Workbook()
    workbook.properties.creator = "Wardmote"
    for style in _styles():
        workbook.add_named_style(style)
    readme = workbook.worksheets[0]
    readme.title = README
    _write_readme(readme, record, outline)
    _write_outcomes(workbook.create_sheet(OUTCOMES), record, outline)
    if any(outcome.statements for outcome in outline.outcomes.values()):
        _write_statements(workbook.create_sheet(STATEMENTS), record, outline)
    for sheet in workbook.worksheets:
        _finish(sheet)
    file = io.BytesIO()
    workbook.save(file)
    return _settled(file.getvalue())


def _styles() -> Iterator[NamedStyle]:
    """Text in every cell (number format @), so that Excel keeps what is typed, `=` and `1/3` included."""
    wrapped = Alignment(wrap_text=True, vertical="top")
    grey = PatternFill("solid", fgColor="F3F2F1")
    for name, fill, is_locked in ((_HEADING, grey, True), (_GIVEN, grey, True), (_ASKED, PatternFill(), False)):
        style = NamedStyle(name, number_format="@", alignment=wrapped, fill=fill)
        style.font = Font(bold=name == _HEADING)
        style.protection = Protection(locked=is_locked)
        yield style


def _write_readme(sheet: Worksheet, record: AssessmentRecord, outline: OutcomeFramework) -> None:
    _put(sheet, (outline.title, ""), (_HEADING, _HEADING))
    about = (record.framework, record.version, record.profile, record.council, record.title, record.made_at)
    lines = [*zip(HEAD, (FORMAT, *about), strict=True), *((PART_LABEL, part) for part in record.parts)]
    for line in lines:
        _put(sheet, line, (_HEADING, _GIVEN))
    notes = [*_NOTES, outline.attribution, outline.wording]
    sheet.append([])
    for note in filter(None, notes):
        _put(sheet, ("", note), (_HEADING, _HEADING if note == _NOTES[0] else _GIVEN))


def _write_outcomes(sheet: Worksheet, record: AssessmentRecord, outline: OutcomeFramework) -> None:
    rows = [(row.part, row.outcome, outline.outcomes[row.outcome].title, *_said(row)) for row in record.outcomes]
    _write_table(sheet, OUTCOME_COLUMNS, rows)
    levels = [outline.outcomes[row.outcome].levels for row in record.outcomes]
    for choice in dict.fromkeys(levels):
        numbers = [number for number, one in enumerate(levels, start=2) if one == choice]
        _offer(sheet, "D", numbers, [STATUS_WORDS[level] for level in choice])
    every = range(2, len(rows) + 2)
    _offer(sheet, "E", every, ["1", "2", "3"])
    _offer(sheet, "F", every, ["yes", "no"])


def _said(row: OutcomeRecord) -> tuple[str, str, str, str]:
    status = STATUS_WORDS[row.status] if row.status else ""
    return status, str(row.confidence or ""), "yes" if row.is_confirmed else "no", row.justification


def _write_statements(sheet: Worksheet, record: AssessmentRecord, outline: OutcomeFramework) -> None:
    asked = [(row, one) for row in record.outcomes for one in outline.outcomes[row.outcome].statements]
    rows = [
        (
            *(row.part, row.outcome, one.id, one.level.words, one.says),
            *(row.replies.get(one.id, ""), row.alternatives.get(one.id, "")),
        )
        for row, one in asked
    ]
    _write_table(sheet, STATEMENT_COLUMNS, rows)
    for words, is_worst in ((["true"], True), (list(REPLIES), False)):
        found = [n for n, (_, one) in enumerate(asked, start=2) if (one.level is Status.NOT_ACHIEVED) == is_worst]
        _offer(sheet, "F", found, words)


def _write_table(sheet: Worksheet, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    _put(sheet, columns, [_HEADING] * len(columns))
    styles = [_ASKED if column in _ASKED_FOR else _GIVEN for column in columns]
    for row in rows:
        _put(sheet, row, styles)
    sheet.freeze_panes = "C2"


def _put(sheet: Worksheet, texts: Sequence[str], styles: Sequence[str]) -> None:
    """Append a row, each text in its style."""
    cells = []
    for text, style in zip(texts, styles, strict=True):
        cell = Cell(sheet, row=1, column=1)
        cell.style = style
        if text:
            _put_text(cell, text, f"{sheet.title}, {texts[1]} of {texts[0]}")
        cells.append(cell)
    sheet.append(cells)


def _put_text(cell: Cell, text: str, where: str) -> None:
    """Text stays text: the library would take a leading `=` for a formula, and cut what is too long."""
    words = escaped(text)
    if len(words) > LONGEST_CELL:
        raise refuse(where, "the text is too long for a cell of a workbook")
    cell.value = words
    cell.data_type = "s"


def _offer(sheet: Worksheet, column: str, rows: Iterable[int], words: Iterable[str]) -> None:
    """A list to choose from in these rows of a column."""
    ranges = " ".join(f"{column}{first}:{column}{last}" for first, last in _runs(rows))
    if not ranges:
        return
    choice = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True, sqref=ranges)
    choice.showErrorMessage = True
    choice.error = "Choose from the list, or leave the cell empty."
    sheet.add_data_validation(choice)


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of each run of neighbours."""
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        yield members[0], members[-1]


def _finish(sheet: Worksheet) -> None:
    for place, width in enumerate(_WIDTHS[sheet.title]):
        sheet.column_dimensions["ABCDEFG"[place]].width = width
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def _settled(content: bytes) -> bytes:
    """The same workbook without the moment of its making, so that equal records give equal bytes."""
    file = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as made, ZipFile(file, "w", ZIP_DEFLATED) as settled:
        for name in made.namelist():
            data = made.read(name)
            if name == "docProps/core.xml":
                data = _MOMENTS.sub(b"", data)
            settled.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, ZIP_DEFLATED)
    return file.getvalue()
