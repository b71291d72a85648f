"""What does a new answer of a check do to the one that is on record: stand, wait, or give way?

Pure: answers go in, what is to be written comes out. A night in which nothing could be found out never ends what was
known, and words that were known never change without a row of their own.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

# A word of a policy for scripts that is another one with each answer.
_NONCE = re.compile(r"'nonce-[^']*'", re.IGNORECASE)
TROUBLE = frozenset({"weak", "bad"})
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """What a check says at one moment, as it is stored."""

    verdict: str
    severity: int
    says: str
    evidence: tuple[str, ...] = ()
    fix: str = ""


@dataclass(frozen=True)
class Standing:
    """The answer on record, since when it holds, and since when it couldn't be seen again."""

    answer: Answer
    since: datetime
    trouble_since: datetime | None = None
    unseen_since: datetime | None = None
    unseen_says: str = ""


@dataclass(frozen=True)
class Nothing:
    """The record stands as it is."""


@dataclass(frozen=True)
class Unseen:
    """The record stands, and says since when it couldn't be seen again, and why; both empty where it was seen now."""

    since: datetime | None = None
    says: str = ""


@dataclass(frozen=True)
class Opened:
    """A new record begins, and the one before it ends at the same moment. `before` is set where that is a change."""

    answer: Answer
    at: datetime
    trouble_since: datetime | None
    before: str = ""
    severity_before: int = 0

    @property
    def move(self) -> "Move":
        """Return what the change comes to."""
        return Move(self.before, self.answer.verdict, self.severity_before, self.answer.severity)


@dataclass(frozen=True)
class Move:
    """From which verdict and severity to which a check went, in one step or in several."""

    before: str
    after: str
    severity_before: int
    severity: int

    @property
    def is_any(self) -> bool:
        """Say whether it is worth a word: another verdict, or the same trouble and graver."""
        if self.before == self.after:
            return self.after in TROUBLE and self.severity > self.severity_before
        return self.after in TROUBLE or self.before != UNKNOWN

    @property
    def is_worse(self) -> bool:
        """Say whether there is something to mend that wasn't, or more of it."""
        return self.after in TROUBLE and (self.before, self.after) != ("bad", "weak")

    @property
    def is_better(self) -> bool:
        """Say whether something was mended, in whole or in part."""
        return self.before in TROUBLE and not self.is_worse

    @property
    def outgrows(self) -> bool:
        """Say whether it went beyond what could be explained before: from weak to bad, or graver than it was."""
        is_trouble = self.before in TROUBLE and self.after in TROUBLE
        return is_trouble and ((self.before, self.after) == ("weak", "bad") or self.severity > self.severity_before)


Step = Nothing | Unseen | Opened
NOTHING, SEEN = Nothing(), Unseen()
LONGEST_UNSEEN = 300


def step(on_record: Standing | None, answer: Answer, at: datetime) -> Step:
    """Say what the answer does to the record."""
    if on_record is None:
        return Opened(answer, at, at if answer.verdict in TROUBLE else None)
    if answer.verdict == UNKNOWN:
        return _unseen(on_record, answer.says[:LONGEST_UNSEEN], at)
    if is_same(on_record.answer, answer):
        return NOTHING if on_record.unseen_since is None else SEEN
    return _opened(on_record, answer, max(at, on_record.since))


def is_same(one: Answer, other: Answer) -> bool:
    """Say whether two answers say the same: servers hand records out in any order, and make up nonces each time."""
    return one == other or (
        (one.verdict, one.severity, one.says, one.fix) == (other.verdict, other.severity, other.says, other.fix)
        and _lasting(one.evidence) == _lasting(other.evidence)
    )


def _lasting(evidence: tuple[str, ...]) -> list[str]:
    return sorted(_NONCE.sub("'nonce-'", line) for line in evidence)


def _unseen(on_record: Standing, says: str, at: datetime) -> Step:
    """Keep since when nothing is seen, with the newest reason."""
    since = on_record.unseen_since or (on_record.since if on_record.answer.verdict == UNKNOWN else at)
    if (since, says) == (on_record.unseen_since, on_record.unseen_says):
        return NOTHING
    return Unseen(since, says)


def _opened(on_record: Standing, answer: Answer, at: datetime) -> Opened:
    trouble_since = (on_record.trouble_since or at) if answer.verdict in TROUBLE else None
    before = on_record.answer
    opened = Opened(answer, at, trouble_since, before.verdict, before.severity)
    return opened if opened.move.is_any else Opened(answer, at, trouble_since)


def net(moves: Iterable[Move]) -> Move | None:
    """Return what changes in a row come to, or None where they end as they began."""
    changes = list(moves)
    first, last = changes[0], changes[-1]
    whole = Move(first.before, last.after, first.severity_before, last.severity)
    return whole if whole.is_any else None
