"""Does a table of systems read back as it was written, and does one that isn't fit name each wrong row?"""

import csv
import io

import pytest

from wardmote.engines.cells import harmless
from wardmote.estate.facts import SystemFacts
from wardmote.estate.tables import COLUMNS, MOST_FAULTS, Row, TableFault, read_systems, write_table

SERVICES = {"planning and building control": 1, "planning": 1, "harbour": 2}
HEADER = "name,kind,hosting,supplier,owner,services\n"
PAYROLL = "Payroll,corporate,own,Pay Ltd,Head of HR,\n"


def faults(text: str) -> tuple[str, ...]:
    with pytest.raises(TableFault) as found:
        read_systems(text, SERVICES)
    return tuple(found.value.sentences)


def test_a_row_is_read_with_its_services_by_name_or_key() -> None:
    text = HEADER + "Plans,Mission,CLOUD,Plans Ltd,Head of planning, Harbour ;PLANNING;;\n"
    assert read_systems(text, SERVICES) == (
        Row(2, SystemFacts("Plans", "mission", "cloud", "Plans Ltd", "Head of planning", "", (1, 2))),
    )


def test_only_name_and_kind_are_needed() -> None:
    assert read_systems("\ufeffKind , name\neveryday,E-mail\n", {}) == (Row(2, SystemFacts("E-mail", "everyday")),)


def test_a_blank_hosting_is_not_known() -> None:
    assert read_systems("name,kind,hosting\nE-mail,everyday, \n", {})[0].facts.hosting == "unknown"


def test_line_numbers_count_lines_and_not_rows() -> None:
    text = HEADER.replace("services", "description") + '"Two\nlines",mission,,,,\nx,shiny,,,,\n'
    assert faults(text)[0].startswith("Line 4: kind is “shiny”.")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Line 1: these columns are missing: name, kind."),
        ("name,hosting\nx,own\n", "Line 1: these columns are missing: kind."),
        (HEADER, "The table has no rows below its first line. Add a line for each system."),
        (HEADER + "Payroll,corporate\n", "Line 2: this row doesn't have as many values as line 1 has columns."),
        (HEADER + PAYROLL.strip() + ",more\n", "Line 2: this row doesn't have as many values as line 1 has columns."),
        (HEADER + PAYROLL.replace("Payroll", " "), "Line 2: the name is missing."),
        (HEADER + PAYROLL.replace("Payroll", "x" * 121), "Line 2: The name must be 120 characters or fewer."),
        (
            HEADER + PAYROLL.replace("corporate", "shiny"),
            "Line 2: kind is “shiny”. It must be one of: mission, corporate, everyday, outside.",
        ),
        (
            HEADER + PAYROLL.replace("own", "shed"),
            "Line 2: hosting is “shed”. It must be one of: own, cloud, supplier, shared, unknown.",
        ),
        (
            HEADER + PAYROLL.strip() + "harbour;moon\n",
            "Line 2: “moon” isn't on your list of services. Add it there first, or correct its name.",
        ),
        (HEADER + PAYROLL + PAYROLL.upper(), "Line 3: “PAYROLL” stands on line 2 too."),
        (HEADER + "\x00", "This isn't a CSV file. Save the table as CSV (UTF-8) and try again."),
        ("x" * 2_000_001, "The file is larger than 2 MB. Send it in parts."),
        (HEADER + "".join(f"S{n},mission,,,,\n" for n in range(2001)), "The table has more than 2,000 rows."),
        (HEADER + '"' + "x" * 140_000, "this can't be read as CSV."),
    ],
)
def test_a_table_that_isnt_fit_says_where_and_why(text: str, sentence: str) -> None:
    assert sentence in faults(text.replace("CORPORATE,OWN", "corporate,own"))[0]


def test_every_wrong_row_is_named_at_once() -> None:
    text = HEADER + "A,shiny,,,,\n" + PAYROLL + ",mission,,,,\n"
    assert [sentence.split(":")[0] for sentence in faults(text)] == ["Line 2", "Line 4"]


def test_a_table_with_very_many_wrong_rows_is_not_read_to_its_end() -> None:
    found = faults(HEADER + "A,shiny,,,,\n" * 500)
    assert len(found) == MOST_FAULTS + 1
    assert found[-1] == "We stopped looking here. Correct these lines first."


def test_two_thousand_rows_are_taken() -> None:
    assert len(read_systems(HEADER + "".join(f"S{n},mission,,,,\n" for n in range(2000)), {})) == 2000


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_taken_for_a_formula(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"
    (written,) = csv.reader(io.StringIO(write_table((), [[f"{start}1", "a=1"]]).split("\n", 1)[1], newline=""))
    assert written == [f"'{start}1", "a=1"]


def test_what_was_downloaded_can_be_sent_again() -> None:
    text = write_table(COLUMNS, [("=Ledger", "corporate", "own", "-Firm", "", "Harbour; planning")])
    (row,) = read_systems(text, SERVICES)
    assert row.facts == SystemFacts("=Ledger", "corporate", "own", "-Firm", "", "", (1, 2))


def test_a_name_that_begins_with_an_apostrophe_keeps_it() -> None:
    (row,) = read_systems("name,kind\n'Bus' times,mission\n", {})
    assert row.facts.name == "'Bus' times"
