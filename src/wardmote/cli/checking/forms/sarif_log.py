"""How is a result written for tools that gather findings? A SARIF 2.1.0 log (OASIS, 2020), written as outcomes come.

What is weak or bad is a result; what is unknown is a notification of the run, because nothing was found. A domain
stands where SARIF has a file.
"""

import hashlib
from typing import TYPE_CHECKING, Any, TextIO

from . import Form, Writer
from .json_document import as_text

if TYPE_CHECKING:
    from wardmote.engines.checks.check import Check
    from wardmote.engines.checks.rounds import Outcome
    from wardmote.engines.checks.verdicts import Finding

    from ..findings import Run, Tally

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"LOW": "note", "MEDIUM": "warning", "HIGH": "error", "CRITICAL": "error"}


class SarifWriter(Writer):
    """Writes the rules at once, results as they come, and the notifications at the end."""

    def __init__(self, out: TextIO, run: "Run") -> None:
        super().__init__(out, run)
        self._gap = "\n"
        self._places = {check.id: place for place, check in enumerate(run.checks)}
        self._unknown: list[dict[str, Any]] = []
        driver = {"name": "Wardmote", "version": run.version, "rules": [rule_of(check) for check in run.checks]}
        head = as_text({"$schema": SCHEMA, "version": "2.1.0"})[:-1]
        out.write(f'{head}, "runs": [{{"tool": {as_text({"driver": driver})}, "results": [')

    def add(self, outcome: "Outcome") -> None:
        """Write a domain's results, and keep what is unknown for the end."""
        from ..findings import worst_first

        for check, finding in worst_first(outcome, self.run):
            if finding.verdict.value in ("weak", "bad"):
                self.out.write(f"{self._gap}{as_text(self._result(outcome.domain, check, finding))}")
                self._gap = ",\n"
            elif finding.verdict.value == "unknown":
                self._unknown.append(self._notification(outcome.domain, check, finding))

    def end(self, tally: "Tally") -> None:
        """Write how the run went."""
        invocation = {
            "executionSuccessful": not tally.was_stopped,
            "startTimeUtc": self.run.at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "toolExecutionNotifications": self._unknown,
        }
        self.out.write(f'\n], "invocations": [{as_text(invocation)}], "columnKind": "utf16CodeUnits"}}]}}\n')

    def _result(self, domain: str, check: "Check[Any]", finding: "Finding") -> dict[str, Any]:
        from wardmote.engines.checks.grading import severity_of

        severity = severity_of(finding)
        fix = f"\nFix: {finding.fix}" if finding.fix else ""
        key = hashlib.sha256(f"{check.id} {domain}".encode()).hexdigest()
        return {
            "ruleId": check.id,
            "ruleIndex": self._places[check.id],
            "kind": "fail",
            "level": LEVELS[severity.name],
            "message": {"text": f"{domain}: {finding.says}{fix}"},
            "locations": [location_of(domain)],
            "fingerprints": {"wardmote/v1": key},
            "partialFingerprints": {"primaryLocationLineHash": key},
            "properties": {
                "verdict": finding.verdict.value,
                "severity": severity.name.lower(),
                "evidence": list(finding.evidence),
            },
        }

    def _notification(self, domain: str, check: "Check[Any]", finding: "Finding") -> dict[str, Any]:
        return {
            "associatedRule": {"id": check.id, "index": self._places[check.id]},
            "level": "warning",
            "message": {"text": f"{domain}: {finding.says}"},
            "locations": [location_of(domain)],
        }


def rule_of(check: "Check[Any]") -> dict[str, Any]:
    """Return what SARIF says of a check."""
    rule: dict[str, Any] = {
        "id": check.id,
        "name": "".join(word.capitalize() for word in check.id.split("_")),
        "shortDescription": {"text": check.title},
        "fullDescription": {"text": check.why},
        "help": {"text": check.fix},
        "properties": {"tags": [check.area, *(f"CAF {outcome}" for outcome in check.caf)]},
    }
    address = next((reference.url for reference in check.references if reference.url), "")
    return rule | ({"helpUri": address} if address else {})


def location_of(domain: str) -> dict[str, Any]:
    """Return a domain as the place of a result."""
    return {
        "physicalLocation": {"artifactLocation": {"uri": domain}, "region": {"startLine": 1}},
        "logicalLocations": [{"fullyQualifiedName": domain, "kind": "resource"}],
    }


FORM = Form("sarif", "Write the result as a SARIF 2.1.0 log.", SarifWriter)
