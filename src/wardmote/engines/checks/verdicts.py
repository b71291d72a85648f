"""What can a check answer, how bad is it, and what should be published instead?"""

from dataclasses import dataclass
from enum import Enum, IntEnum


class Verdict(Enum):
    """What a check says of a domain. Unknown is an answer of its own: nothing that timed out is ever "missing"."""

    GOOD = "good"
    WEAK = "weak"
    BAD = "bad"
    NOT_APPLICABLE = "not-applicable"
    UNKNOWN = "unknown"


class Severity(IntEnum):
    """How much harm a finding can do; larger is worse, so that findings sort."""

    NONE = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4


@dataclass(frozen=True)
class Finding:
    """One check's answer: a sentence, the records as published (even when invalid), and the fix with the record."""

    verdict: Verdict
    says: str
    evidence: tuple[str, ...] = ()
    severity: Severity = Severity.NONE
    fix: str = ""

    def with_fix_unless_given(self, fix: str) -> "Finding":
        """Return the finding with its check's own fix where something is to be fixed and the judge gave no record."""
        if self.fix or self.verdict not in (Verdict.WEAK, Verdict.BAD):
            return self
        return Finding(self.verdict, self.says, self.evidence, self.severity, fix)
