"""Does the table for people say each outcome, without a cell that a spreadsheet would run?"""

import csv
import io
from dataclasses import replace

import pytest

from wardmote.engines.frameworks.exchange import AssessmentRecord, ExchangeError, to_csv
from wardmote.engines.frameworks.outcomes import OutcomeFramework


def rows(text: str) -> list[dict[str, str]]:
    """Return the table's rows by column."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_outcome_is_a_row(record: AssessmentRecord, doors: OutcomeFramework) -> None:
    first, second, third = rows(to_csv(record, doors))

    assert first["outcome"] == "A1.a"
    assert first["title"] == "Title of A1.a"
    assert (first["status"], first["confidence"], first["confirmed"]) == ("Achieved", "3", "yes")
    assert (first["statements"], first["statements_true"], first["alternatives"]) == ("3", "2", "1")
    assert second["status"] == "Partially achieved"
    assert (third["status"], third["confidence"], third["confirmed"]) == ("", "", "no")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "  ="])
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(
    record: AssessmentRecord, doors: OutcomeFramework, start: str
) -> None:
    row = replace(record.outcomes[0], justification=f"{start}cmd|' /C calc'!A0")

    found = rows(to_csv(replace(record, outcomes=(row,)), doors))[0]["justification"]

    assert found == f"'{start}cmd|' /C calc'!A0"


def test_any_other_text_stays_as_it_is(record: AssessmentRecord, doors: OutcomeFramework) -> None:
    row = replace(record.outcomes[0], justification='Locked, "always";\nsee 1-2=3')

    assert rows(to_csv(replace(record, outcomes=(row,)), doors))[0]["justification"] == row.justification
    assert to_csv(record, doors).endswith("\r\n")


def test_what_does_not_fit_is_refused(record: AssessmentRecord, doors: OutcomeFramework) -> None:
    with pytest.raises(ExchangeError, match="an assessment of"):
        to_csv(replace(record, framework="caf"), doors)
