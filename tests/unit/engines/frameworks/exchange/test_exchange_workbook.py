"""Can a council fill in a workbook offline, and does what it typed come back?"""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from wardmote.engines.frameworks.exchange import AssessmentRecord, from_xlsx, to_xlsx
from wardmote.engines.frameworks.outcomes import OutcomeFramework, Status
from wardmote.engines.frameworks.standing import Reply

FillIn = Callable[[bytes, dict[str, object]], bytes]


def opened(content: bytes) -> Workbook:
    """Return the workbook as a person sees it."""
    return load_workbook(io.BytesIO(content))


def members(content: bytes) -> dict[str, bytes]:
    """Return the files inside a workbook."""
    with ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    """Return a workbook of these files."""
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def as_excel_saves(content: bytes) -> bytes:
    """Return the workbook with its texts in one table, as Excel saves them, instead of in their cells."""
    files = members(content)
    texts: list[bytes] = []

    def moved(cell: re.Match[bytes]) -> bytes:
        texts.append(cell[1])
        return b' t="s"><v>%d</v></c>' % (len(texts) - 1)

    for name in [name for name in files if name.startswith("xl/worksheets/")]:
        files[name] = re.sub(rb' t="inlineStr"><is>(.*?)</is></c>', moved, files[name], flags=re.DOTALL)
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    table = b"".join(b"<si>%s</si>" % text for text in texts)
    files["xl/sharedStrings.xml"] = b'<sst xmlns="%s">%s</sst>' % (main, table)
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s" /></Types>' % kind
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(b"</Types>", part)
    return packed(files)


def test_what_is_typed_offline_comes_back(fill_in: FillIn, doors: OutcomeFramework, record: AssessmentRecord) -> None:
    content = fill_in(
        to_xlsx(record, doors),
        {
            "Outcomes!D4": "achieved ",
            "Outcomes!E4": 2,
            "Outcomes!F4": "Yes",
            "Outcomes!G4": "Because.",
            "Statements!F8": True,
            "Statements!F10": "ALTERNATIVE",
            "Statements!G10": "A guard",
        },
    )

    read = from_xlsx(content, doors)

    assert read.outcomes[0] == record.outcomes[0]
    last = read.outcomes[2]
    assert (last.status, last.confidence, last.is_confirmed, last.justification) == (
        Status.ACHIEVED,
        2,
        True,
        "Because.",
    )
    assert read.outcomes[1].replies == {"B1.a.4": Reply.TRUE}
    assert (last.replies, last.alternatives) == ({"B1.b.2": Reply.ALTERNATIVE}, {"B1.b.2": "A guard"})


def test_a_workbook_that_excel_has_saved_comes_back_to_the_letter(
    doors: OutcomeFramework, record: AssessmentRecord
) -> None:
    content = as_excel_saves(to_xlsx(record, doors))

    assert b"inlineStr" not in members(content)["xl/worksheets/sheet2.xml"]
    assert from_xlsx(content, doors) == record


@pytest.mark.parametrize(
    ("typed", "text"),
    [(5, "5"), (2.0, "2"), (2.5, "2.5"), (True, "true"), (date(2026, 3, 1), "2026-03-01"), ("'=1", "'=1")],
)
def test_a_number_or_a_date_comes_back_as_text(
    fill_in: FillIn, doors: OutcomeFramework, record: AssessmentRecord, typed: object, text: str
) -> None:
    read = from_xlsx(fill_in(to_xlsx(record, doors), {"Outcomes!G3": typed}), doors)

    assert read.outcomes[1].justification == text


def test_no_text_becomes_a_formula(doors: OutcomeFramework, record: AssessmentRecord) -> None:
    workbook = opened(to_xlsx(record, doors))

    kinds = {
        cell.data_type for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None
    }

    assert kinds == {"s"}
    assert workbook["Outcomes"]["A3"].value == "=Benefits"
    assert workbook["Outcomes"]["A3"].number_format == "@"


def test_only_what_is_asked_for_is_unlocked(doors: OutcomeFramework, record: AssessmentRecord) -> None:
    workbook = opened(to_xlsx(record, doors))

    assert [sheet.title for sheet in workbook] == ["Read me", "Outcomes", "Statements"]
    assert all(sheet.protection.sheet for sheet in workbook)
    assert [cell.protection.locked for cell in workbook["Outcomes"][2]] == [True] * 3 + [False] * 4
    assert [cell.protection.locked for cell in workbook["Statements"][2]] == [True] * 5 + [False] * 2
    assert workbook["Outcomes"].freeze_panes == "C2"


def test_each_list_offers_what_its_outcome_can_have(doors: OutcomeFramework, record: AssessmentRecord) -> None:
    workbook = opened(to_xlsx(record, doors))

    offers = {
        (sheet, str(one.sqref)): one.formula1
        for sheet in ("Outcomes", "Statements")
        for one in workbook[sheet].data_validations.dataValidation
    }

    assert offers == {
        ("Outcomes", "D2"): '"Not achieved,Achieved"',
        ("Outcomes", "D3:D4"): '"Not achieved,Partially achieved,Achieved"',
        ("Outcomes", "E2:E4"): '"1,2,3"',
        ("Outcomes", "F2:F4"): '"yes,no"',
        ("Statements", "F2 F5 F9"): '"true"',
        ("Statements", "F3:F4 F6:F8 F10:F12"): '"true,alternative"',
    }


def test_columns_of_ones_own_are_not_read(fill_in: FillIn, doors: OutcomeFramework, record: AssessmentRecord) -> None:
    content = fill_in(to_xlsx(record, doors), {"Outcomes!H1": "Ask", "Outcomes!H3": "=1+1", "Statements!J9": "?"})

    assert from_xlsx(content, doors) == record


def test_our_columns_may_stand_in_another_order(doors: OutcomeFramework, record: AssessmentRecord) -> None:
    workbook = opened(to_xlsx(record, doors))
    sheet = workbook["Outcomes"]
    for row in sheet.iter_rows(min_col=3, max_col=4):
        row[0].value, row[1].value = row[1].value, row[0].value
    file = io.BytesIO()
    workbook.save(file)

    assert [row.status for row in from_xlsx(file.getvalue(), doors).outcomes] == [row.status for row in record.outcomes]


def test_empty_rows_and_untouched_statements_of_others_say_nothing(
    fill_in: FillIn, doors: OutcomeFramework, record: AssessmentRecord
) -> None:
    assert from_xlsx(fill_in(to_xlsx(record, doors), {"Outcomes!A40": None, "Outcomes!H90": "x"}), doors) == record


@pytest.mark.parametrize("change", [lambda r: r, lambda r: replace(r, title="Other")])
def test_equal_records_give_equal_bytes(
    doors: OutcomeFramework, record: AssessmentRecord, change: Callable[[AssessmentRecord], AssessmentRecord]
) -> None:
    assert (to_xlsx(change(record), doors) == to_xlsx(record, doors)) == (change(record) == record)
