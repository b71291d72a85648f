"""Is a workbook from outside refused by its sheet and cell, and a hostile one before it is opened?"""

import io
import random
import time
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from wardmote.engines.frameworks.exchange import AssessmentRecord, ExchangeError, from_xlsx, to_xlsx
from wardmote.engines.frameworks.exchange.envelope import LARGEST_FILE
from wardmote.engines.frameworks.outcomes import OutcomeFramework

FillIn = Callable[[bytes, dict[str, object]], bytes]


@pytest.fixture
def content(record: AssessmentRecord, doors: OutcomeFramework) -> bytes:
    """A sound workbook."""
    return to_xlsx(record, doors)


def refusal_of(content: bytes, doors: OutcomeFramework) -> str:
    """Return the words by which a workbook is refused."""
    with pytest.raises(ExchangeError) as refusal:
        from_xlsx(content, doors)
    return str(refusal.value)


def repacked(content: bytes, changes: dict[str, bytes | None]) -> bytes:
    """Return the workbook with files inside it changed, added or (None) taken out."""
    with ZipFile(io.BytesIO(content)) as archive:
        files: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, data in (files | changes).items():
            if data is not None:
                archive.writestr(name, data)
    return file.getvalue()


def member(content: bytes, name: str) -> bytes:
    """Return one file inside a workbook."""
    with ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


TYPED: dict[str, tuple[dict[str, object], str]] = {
    "a formula": (
        {"Outcomes!D3": '=IF(1,"Achieved","")'},
        "Outcomes!D3 holds a formula: copy the cell and paste it as a value.",
    ),
    "a formula over many cells": (
        {"Outcomes!G3": ArrayFormula("G3:G4", "=A1:A2")},
        "Outcomes!G3 holds a formula: copy the cell and paste it as a value.",
    ),
    "a formula beside a statement": (
        {"Statements!G3": "=1"},
        "Statements!G3 holds a formula: copy the cell and paste it as a value.",
    ),
    "a formula in the head": (
        {"Read me!B7": "=1"},
        "Read me!B7 holds a formula: copy the cell and paste it as a value.",
    ),
    "an error": ({"Outcomes!E3": "#N/A"}, 'Outcomes!E3: the cell holds the error "#N/A".'),
    "another status": (
        {"Outcomes!D3": "Done"},
        'Outcomes!D3: this must be one of "not achieved", "partially achieved", "achieved", not "done".',
    ),
    "a status it can't have": ({"Outcomes!D2": "Partially achieved"}, "Outcomes!D2: A1.a can't be partially achieved."),
    "a confidence of 4": ({"Outcomes!E2": 4}, 'Outcomes!E2: this must be one of "1", "2", "3", not "4".'),
    "another confirmation": (
        {"Outcomes!F2": "maybe"},
        'Outcomes!F2: this must be one of "no", "false", "yes", "true", not "maybe".',
    ),
    "an unknown outcome": ({"Outcomes!B2": "Z9.z"}, 'Outcomes!B2: doors 1 has no outcome "Z9.z".'),
    "an unknown part": ({"Outcomes!A2": "Parks"}, 'Outcomes!A2: "Parks" is not one of the parts of this assessment.'),
    "an outcome twice": (
        {"Outcomes!A3": "organisation", "Outcomes!B3": "A1.a"},
        'Outcomes!B3: A1.a of "organisation" is there twice.',
    ),
    "another reply": ({"Statements!F2": "no"}, 'Statements!F2: this must be one of "true", "alternative", not "no".'),
    "a statement twice": (
        {"Statements!C3": "A1.a.1"},
        'Statements!C3: statement "A1.a.1" of "organisation" is there twice.',
    ),
    "an unknown statement": ({"Statements!C2": "A1.a.9"}, 'Statements!C2: outcome A1.a has no statement "A1.a.9".'),
    "a statement without its outcome": (
        {"Statements!B2": "B1.a"},
        'Statements!B2: B1.a of "organisation" has no row in the sheet "Outcomes".',
    ),
    "an alternative at the worst level": (
        {"Statements!F2": "alternative"},
        'A1.a of organisation: An alternative can\'t stand for "A1.a.1", which says what is not achieved.',
    ),
    "no header": ({"Outcomes!D1": "State"}, 'Outcomes!1:1: the first row must name the column "Status" once.'),
    "a header twice": ({"Outcomes!H1": "Status"}, 'Outcomes!1:1: the first row must name the column "Status" once.'),
    "another format": ({"Read me!B2": "stocktake 1"}, 'Read me: "Format" must be "wardmote-assessment 1".'),
    "another version": (
        {"Read me!B4": "2"},
        'This is an assessment of "doors" version "2"; here only one of "doors" version "1" fits.',
    ),
    "no title line": ({"Read me!A7": "Name"}, 'Read me: the line "Title" is missing.'),
    "no moment": ({"Read me!B8": "soon"}, 'made_at: "soon" is not a date and time such as 2026-03-01T09:00:00+00:00.'),
    "a text too long": (
        {"Outcomes!G2": "x" * 10_001},
        "A1.a of organisation, justification: the text has more than 10,000 characters.",
    ),
    "rows without end": ({"Outcomes!G40000": "x"}, "Outcomes: the sheet has more than 30,000 rows."),
}


@pytest.mark.parametrize(("cells", "says"), TYPED.values(), ids=TYPED.keys())
def test_what_was_typed_wrongly_is_refused_by_its_cell(
    content: bytes, doors: OutcomeFramework, fill_in: FillIn, cells: dict[str, object], says: str
) -> None:
    assert refusal_of(fill_in(content, cells), doors) == says


def test_a_nul_in_a_cell_is_refused(content: bytes, doors: OutcomeFramework, fill_in: FillIn) -> None:
    assert "a character that can't be kept" in refusal_of(fill_in(content, {"Outcomes!G2": "_x0000_"}), doors)


def test_half_a_character_in_a_cell_is_refused(content: bytes, doors: OutcomeFramework, fill_in: FillIn) -> None:
    assert "a character that can't be kept" in refusal_of(fill_in(content, {"Outcomes!G2": "_xD800_"}), doors)


@pytest.mark.parametrize("name", ["Read me", "Outcomes"])
def test_a_workbook_of_something_else_is_refused(doors: OutcomeFramework, name: str) -> None:
    workbook = Workbook()
    workbook.worksheets[0].title = "Read me" if name == "Outcomes" else "Budget"
    file = io.BytesIO()
    workbook.save(file)

    assert refusal_of(file.getvalue(), doors).startswith(f'The workbook has no sheet "{name}"')


def test_a_chart_in_place_of_a_sheet_is_refused(content: bytes, doors: OutcomeFramework) -> None:
    workbook = Workbook()
    workbook.worksheets[0].title = "Read me"
    workbook.create_chartsheet("Outcomes")
    file = io.BytesIO()
    workbook.save(file)

    assert refusal_of(file.getvalue(), doors)


def test_macros_are_refused(content: bytes, doors: OutcomeFramework) -> None:
    says = "The workbook holds macros, which are never opened; save it as .xlsx."
    types = member(content, "[Content_Types].xml").replace(
        b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main", b"vnd.ms-excel.sheet.macroEnabled.main"
    )

    assert refusal_of(repacked(content, {"xl/vbaProject.bin": b"x"}), doors) == says
    assert refusal_of(repacked(content, {"[Content_Types].xml": types}), doors) == says


NO_WORKBOOKS = {
    "nothing": (b"", "This is not an Excel workbook (.xlsx), or it is damaged."),
    "a text": (b"part,outcome\n", "This is not an Excel workbook (.xlsx), or it is damaged."),
    "the start of an archive": (
        b"PK\x03\x04" + b"\x00" * 50,
        "This is not an Excel workbook (.xlsx), or it is damaged.",
    ),
    "an old or a locked workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        "locked with a password or in the",
    ),
    "6 MB": (b"P" * (LARGEST_FILE + 1), "The file has more than 5 MB."),
}


@pytest.mark.parametrize(("content", "says"), NO_WORKBOOKS.values(), ids=NO_WORKBOOKS.keys())
def test_what_is_no_workbook_is_refused(doors: OutcomeFramework, content: bytes, says: str) -> None:
    assert says in refusal_of(content, doors)


@pytest.mark.parametrize("name", ["[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_a_workbook_with_a_part_missing_is_refused(content: bytes, doors: OutcomeFramework, name: str) -> None:
    assert "damaged" in refusal_of(repacked(content, {name: None}), doors)


def test_links_to_other_workbooks_are_not_followed(content: bytes, doors: OutcomeFramework, fill_in: FillIn) -> None:
    assert "holds a formula" in refusal_of(fill_in(content, {"Outcomes!G2": "=[1]Sheet1!A1"}), doors)


def bomb(content: bytes) -> bytes:
    """Return a workbook whose sheet unpacks to 60 MB."""
    return repacked(content, {"xl/worksheets/sheet2.xml": b" " * 60_000_000})


def small_bomb(content: bytes) -> bytes:
    """Return a workbook whose sheet unpacks to 20 MB of one letter."""
    return repacked(content, {"xl/worksheets/sheet2.xml": b" " * 20_000_000})


def crowd(content: bytes) -> bytes:
    """Return a workbook with a thousand files inside."""
    return repacked(content, {f"xl/media/{number}.png": b"" for number in range(1_000)})


def entities(content: bytes) -> bytes:
    """Return a workbook whose sheet names itself over and over."""
    lines = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    sheet = member(content, "xl/worksheets/sheet2.xml").replace(b"<t>Part</t>", b"<t>&a9;</t>")
    return repacked(content, {"xl/worksheets/sheet2.xml": b'<!DOCTYPE x [<!ENTITY a0 "x">' + lines + b"]>" + sheet})


def nested(content: bytes) -> bytes:
    """Return a workbook whose sheet is nested without end."""
    deep = b"<a>" * 20_000 + b"</a>" * 20_000
    sheet = member(content, "xl/worksheets/sheet2.xml").replace(b"<t>Part</t>", b"<t>" + deep + b"</t>")
    return repacked(content, {"xl/worksheets/sheet2.xml": sheet})


def cells(content: bytes) -> bytes:
    """Return a workbook with 300,000 cells that compress badly enough to look honest."""
    chance = random.Random(3)
    row = b"<row>%s</row>"
    sheet = b"".join(
        row % b"".join(b"<c><v>%d</v></c>" % chance.randrange(1_000) for _ in range(30)) for _ in range(10_000)
    )
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    filled = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (main, sheet)
    return repacked(content, {"xl/worksheets/sheet2.xml": filled})


@pytest.mark.parametrize("build", [bomb, small_bomb, crowd, entities, nested, cells])
def test_a_hostile_workbook_is_refused_in_no_time(
    content: bytes, doors: OutcomeFramework, build: Callable[[bytes], bytes]
) -> None:
    hostile = build(content)
    before = time.process_time()

    assert refusal_of(hostile, doors)
    assert time.process_time() - before < 2


def test_a_workbook_damaged_anywhere_is_read_or_refused(content: bytes, doors: OutcomeFramework) -> None:
    """Change letters of the XML at random: nothing but a refusal or an assessment may come of it."""
    chance = random.Random(7)
    names = ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"]
    refused = 0
    for _ in range(150):
        name = chance.choice([*names, "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "docProps/core.xml"])
        data = bytearray(member(content, name))
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.choice(b'<>"=/ 9aZ-\x00')
        try:
            from_xlsx(repacked(content, {name: bytes(data)}), doors)
        except ExchangeError:
            refused += 1
    assert 50 < refused <= 150


def test_an_archive_damaged_anywhere_is_read_or_refused(content: bytes, doors: OutcomeFramework) -> None:
    chance = random.Random(11)
    refused = 0
    for _ in range(150):
        data = bytearray(content)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            from_xlsx(bytes(data), doors)
        except ExchangeError:
            refused += 1
    assert 50 < refused <= 150
