"""What does every form of the result need: the run, the findings worst first, and the sums?"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wardmote.engines.checks.check import Check
from wardmote.engines.checks.rounds import Outcome
from wardmote.engines.checks.verdicts import Finding, Verdict

ORDER = (Verdict.BAD, Verdict.WEAK, Verdict.UNKNOWN, Verdict.GOOD, Verdict.NOT_APPLICABLE)
NO_GRADE = "none"


@dataclass(frozen=True)
class Run:
    """What is checked: by which checks, when, by which version, and how many domains are to come."""

    checks: tuple[Check[Any], ...]
    at: datetime
    version: str
    domains: int

    @property
    def by_id(self) -> Mapping[str, Check[Any]]:
        """The checks by id."""
        return {check.id: check for check in self.checks}


@dataclass
class Tally:
    """What all outcomes come to so far."""

    grades: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    domains: int = 0
    was_stopped: bool = False

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        self.domains += 1
        self.grades[outcome.grade.letter or NO_GRADE] += 1
        self.verdicts.update(finding.verdict.value for finding in outcome.findings.values())


def worst_first(outcome: Outcome, run: Run) -> list[tuple[Check[Any], Finding]]:
    """Return each check with its finding: bad, weak, unknown, good, not applicable; the most severe first."""
    by_id = run.by_id
    found = [(by_id[id_], finding) for id_, finding in outcome.findings.items()]
    return sorted(found, key=lambda one: (ORDER.index(one[1].verdict), -one[1].severity, one[0].area, one[0].id))


def counted(outcome: Outcome) -> str:
    """Return how many findings of each verdict there are: `2 bad, 3 weak, 20 good, 1 unknown`."""
    counts = Counter(finding.verdict for finding in outcome.findings.values())
    return ", ".join(
        f"{counts[verdict]} {verdict.value}" for verdict in (Verdict.BAD, Verdict.WEAK, Verdict.GOOD, Verdict.UNKNOWN)
    )


def headline(outcome: Outcome) -> str:
    """Return a domain's result in one line."""
    return f"{outcome.domain}: {outcome.grade.letter or 'no grade'}. {counted(outcome)}."


def sums(tally: Tally) -> str:
    """Return the result of many domains in one line."""
    letters = sorted(letter for letter in tally.grades if letter != NO_GRADE)
    parts = [f"{tally.grades[letter]:,} {letter}" for letter in letters]
    parts += [f"{tally.grades[NO_GRADE]:,} without a grade"] if tally.grades[NO_GRADE] else []
    return f"{numbered(tally.domains, 'domain')}: {', '.join(parts) or 'none was finished'}."


def numbered(count: int, what: str) -> str:
    """Return a count with its noun: 1 domain, 2 domains."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"
