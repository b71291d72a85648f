"""Which grade do a domain's findings add up to, and which of them cost it how much?

The formula is published (docs/reference/grades.md) and fits three sentences:

- Everybody starts with 100 points, and each weak or bad finding takes away a number that hangs on its severity alone.
- The points give the letter, and the worst finding sets the best letter that can still be had.
- There is no grade where nothing applies, or where more than a third of what applies is unknown.

An explained finding counts like any other: the grade says what anybody sees from outside.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

FULL = 100
LOSSES: Mapping[Severity, int] = {Severity.LOW: 2, Severity.MEDIUM: 6, Severity.HIGH: 15, Severity.CRITICAL: 40}
# From how many points each letter begins; the letter after the last one is for the rest.
BANDS = (("A", 90), ("B", 75), ("C", 55), ("D", 35), ("E", 0))
LETTERS = tuple(letter for letter, _ in BANDS)
# The best letter that is left beside a finding of this severity.
BEST_BESIDE: Mapping[Severity, str] = {Severity.MEDIUM: "B", Severity.HIGH: "C", Severity.CRITICAL: "D"}
# One part in so many of what applies may be unknown.
UNKNOWN_PART = 3


@dataclass(frozen=True)
class Grade:
    """A letter, or none; the points, from 0 to 100; what was lost, most first; and a sentence that says why.

    `applicable` counts the checks that make sense for the domain, those that are `unknown` among them.
    """

    letter: str | None
    points: int
    lost: tuple[tuple[str, int], ...]
    unknown: int
    applicable: int
    why: str


def grade(findings: Mapping[str, Finding]) -> Grade:
    """Return the grade of one domain from its findings by their check's id."""
    verdicts = [finding.verdict for finding in findings.values()]
    applicable = len(verdicts) - verdicts.count(Verdict.NOT_APPLICABLE)
    unknown = verdicts.count(Verdict.UNKNOWN)
    faults = {id_: severity_of(finding) for id_, finding in findings.items() if is_fault(finding)}
    lost = sorted(((id_, LOSSES[severity]) for id_, severity in faults.items()), key=lambda loss: (-loss[1], loss[0]))
    points = max(0, FULL - sum(loss for _, loss in lost))
    if refusal := _no_grade(unknown, applicable):
        return Grade(None, points, tuple(lost), unknown, applicable, refusal)
    letter, why = _letter(points, faults.values())
    return Grade(letter, points, tuple(lost), unknown, applicable, why)


def is_fault(finding: Finding) -> bool:
    """Whether something is to be mended, so that points are lost."""
    return finding.verdict in (Verdict.WEAK, Verdict.BAD)


def severity_of(finding: Finding) -> Severity:
    """Return how much a fault counts: at least low, whatever its judge left out."""
    return max(finding.severity, Severity.LOW)


def _no_grade(unknown: int, applicable: int) -> str:
    if not applicable:
        return "No grade: no check applies to this domain."
    if unknown * UNKNOWN_PART > applicable:
        return f"No grade: {unknown} of {applicable} answers are unknown."
    return ""


def _letter(points: int, severities: Iterable[Severity]) -> tuple[str, str]:
    earned = next(letter for letter, begins in BANDS if points >= begins)
    worst = max(severities, default=Severity.NONE)
    best = BEST_BESIDE.get(worst, LETTERS[0])
    if best > earned:
        return best, f"{points} points; a finding of {worst.name.lower()} severity allows no better than {best}."
    return earned, f"{points} of {FULL} points."
