"""What does a file of official statements hold, once read?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wardmote.engines.frameworks.outcomes import Statement, Status


@dataclass(frozen=True)
class Fault:
    """Something odd in a file that was read all the same: the line (0: the file as a whole) and a sentence."""

    line: int
    says: str


@dataclass(frozen=True)
class Wording:
    """The official statements of one version of one framework, by the id of their outcome.

    `source` is the file's name, `digest` the SHA-256 of its bytes, `attribution` what the file says of its own
    origin. `minimums` holds the status that each profile in the file asks of each outcome, by the profile's key.
    """

    framework: str
    version: str
    source: str
    digest: str
    statements: Mapping[str, tuple[Statement, ...]]
    faults: tuple[Fault, ...] = ()
    minimums: Mapping[str, Mapping[str, Status]] = field(default_factory=dict)
    attribution: str = ""

    @property
    def counts(self) -> Mapping[Status, int]:
        """How many statements there are at each level, worst first."""
        levels = [statement.level for statements in self.statements.values() for statement in statements]
        return {status: levels.count(status) for status in Status}

    @property
    def total(self) -> int:
        """How many statements there are."""
        return sum(len(statements) for statements in self.statements.values())
