"""How is a result written for a program? One JSON document, written as the outcomes come.

Text that strangers published is in it as they published it; everything but ASCII is escaped, so that it is safe to
show on a terminal.
"""

import json
from typing import TYPE_CHECKING, Any, TextIO

from . import Form, Writer

if TYPE_CHECKING:
    from wardmote.engines.checks.rounds import Outcome

    from ..findings import Run, Tally

FORMAT = "wardmote-check/1"


class JsonWriter(Writer):
    """Writes the head at once, a domain to a line, and the sums at the end."""

    def __init__(self, out: TextIO, run: "Run") -> None:
        super().__init__(out, run)
        self._gap = "\n"
        head = {"format": FORMAT, "version": run.version, "at": run.at.isoformat()}
        out.write(f'{as_text(head)[:-1]}, "domains": [')

    def add(self, outcome: "Outcome") -> None:
        """Write one domain."""
        self.out.write(f"{self._gap}{as_text(domain_of(outcome, self.run))}")
        self._gap = ",\n"

    def end(self, tally: "Tally") -> None:
        """Write the sums."""
        summary = {
            "domains": tally.domains,
            "is_whole": not tally.was_stopped,
            "grades": dict(sorted(tally.grades.items())),
            "verdicts": dict(sorted(tally.verdicts.items())),
        }
        self.out.write(f'\n], "summary": {as_text(summary)}}}\n')


def as_text(value: Any) -> str:
    """Return JSON in ASCII without a control character, which the standard leaves one of (delete)."""
    return json.dumps(value).replace("\x7f", "\\u007f")


def domain_of(outcome: "Outcome", run: "Run") -> dict[str, Any]:
    """Return one domain's outcome under stable names."""
    from ..findings import worst_first

    grade = outcome.grade
    return {
        "domain": outcome.domain,
        "grade": {
            "letter": grade.letter,
            "points": grade.points,
            "why": grade.why,
            "unknown": grade.unknown,
            "applicable": grade.applicable,
            "lost": [{"check": id_, "points": points} for id_, points in grade.lost],
        },
        "seconds": round(outcome.seconds, 3),
        "findings": [
            {
                "check": check.id,
                "area": check.area,
                "title": check.title,
                "verdict": finding.verdict.value,
                "severity": finding.severity.name.lower(),
                "says": finding.says,
                "evidence": list(finding.evidence),
                "fix": finding.fix,
            }
            for check, finding in worst_first(outcome, run)
        ],
    }


FORM = Form("json", "Write the result as JSON.", JsonWriter)
