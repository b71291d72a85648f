"""How is a result written for a spreadsheet? One row for each finding, no cell of which is a formula."""

import csv
from typing import TYPE_CHECKING, TextIO

from . import Form, Writer

if TYPE_CHECKING:
    from wardmote.engines.checks.rounds import Outcome

    from ..findings import Run, Tally

COLUMNS = ("domain", "grade", "points", "area", "check", "verdict", "severity", "says", "fix", "evidence")
BETWEEN = " | "


class CsvWriter(Writer):
    """Writes the heads at once, and the rows as outcomes come."""

    def __init__(self, out: TextIO, run: "Run") -> None:
        super().__init__(out, run)
        self._rows = csv.writer(out, lineterminator="\n")
        self._rows.writerow(COLUMNS)

    def add(self, outcome: "Outcome") -> None:
        """Write a domain's rows."""
        from wardmote.engines.cells import harmless

        from ..findings import worst_first
        from ..plain import plain

        head = (outcome.domain, outcome.grade.letter or "", str(outcome.grade.points))
        for check, finding in worst_first(outcome, self.run):
            words = (finding.says, finding.fix, BETWEEN.join(finding.evidence))
            key = (check.area, check.id, finding.verdict.value, finding.severity.name.lower())
            self._rows.writerow([harmless(plain(cell)) for cell in (*head, *key, *words)])

    def end(self, tally: "Tally") -> None:
        """Leave the table as it is."""


FORM = Form("csv", "Write the result as CSV, a row for each finding.", CsvWriter)
