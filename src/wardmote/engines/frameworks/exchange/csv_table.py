"""How does an assessment read as a table for people: one row an outcome?

To look at, not to read back: counts stand for the replies, and a text that a spreadsheet could take for a formula
gets an apostrophe in front.
"""

import csv
import io
from collections.abc import Iterator

from wardmote.engines.cells import harmless
from wardmote.engines.frameworks.exchange.checking import check_record
from wardmote.engines.frameworks.exchange.record import AssessmentRecord, OutcomeRecord
from wardmote.engines.frameworks.outcomes import OutcomeFramework

COLUMNS = (
    "part",
    "outcome",
    "title",
    "status",
    "confidence",
    "confirmed",
    "statements",
    "statements_true",
    "alternatives",
    "justification",
)


def to_csv(record: AssessmentRecord, outline: OutcomeFramework) -> str:
    """The table with a header and CRLF line ends (RFC 4180); ExchangeError for a record that doesn't fit."""
    check_record(record, outline)
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in _cells(row, outline)] for row in record.outcomes)
    return table.getvalue()


def _cells(row: OutcomeRecord, outline: OutcomeFramework) -> Iterator[str]:
    outcome = outline.outcomes[row.outcome]
    yield from (row.part, row.outcome, outcome.title)
    yield row.status.words if row.status else ""
    yield str(row.confidence or "")
    yield "yes" if row.is_confirmed else "no"
    yield from (str(len(outcome.statements)), str(len(row.replies)), str(len(row.alternatives)))
    yield row.justification
