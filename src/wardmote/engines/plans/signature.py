"""What exactly was signed, and how does the plan differ from that now?

What is signed is each line's action and costs. A date, an owner or a state may change without a new signature.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wardmote.engines.plans.lines import PlannedLine

Cost = int | None


@dataclass(frozen=True)
class SignedLine:
    """One line as it was signed; `action` is the SHA-256 of its words."""

    key: int
    action: str
    once: Cost
    yearly: Cost


@dataclass(frozen=True)
class LineChange:
    """One line that isn't as it was signed: `before` is None for a new line, `after` for one that is gone."""

    key: int
    before: SignedLine | None
    after: SignedLine | None

    @property
    def is_new(self) -> bool:
        """Whether the line came after the signature."""
        return self.before is None

    @property
    def is_gone(self) -> bool:
        """Whether the line was signed and doesn't count any more."""
        return self.after is None

    @property
    def is_reworded(self) -> bool:
        """Whether the action reads differently."""
        return self._differs("action")

    @property
    def has_other_once(self) -> bool:
        """Whether the one-off cost differs."""
        return self._differs("once")

    @property
    def has_other_yearly(self) -> bool:
        """Whether the yearly cost differs."""
        return self._differs("yearly")

    def _differs(self, name: str) -> bool:
        if self.before is None or self.after is None:
            return False
        return bool(getattr(self.before, name) != getattr(self.after, name))


def freeze(lines: Iterable[PlannedLine]) -> tuple[SignedLine, ...]:
    """What a signature under these lines would cover, by key."""
    signed = (SignedLine(line.key, _digest(line.action), line.once, line.yearly) for line in lines)
    return tuple(sorted(signed, key=lambda line: line.key))


def digest_of(signed: Sequence[SignedLine]) -> str:
    """The SHA-256 of what is signed, whatever its order."""
    return _digest(json.dumps(to_stored(sorted(signed, key=lambda line: line.key)), separators=(",", ":")))


def changes_since(signed: Sequence[SignedLine], now: Sequence[SignedLine]) -> tuple[LineChange, ...]:
    """The lines that aren't as they were signed, by key; none where nothing changed."""
    before = {line.key: line for line in signed}
    after = {line.key: line for line in now}
    pairs = ((key, before.get(key), after.get(key)) for key in sorted(before | after))
    return tuple(LineChange(key, old, new) for key, old, new in pairs if old != new)


def to_stored(signed: Iterable[SignedLine]) -> list[list[int | str | None]]:
    """Plain JSON: one short list for each line."""
    return [[line.key, line.action, line.once, line.yearly] for line in signed]


def from_stored(rows: Iterable[Sequence[int | str | None]]) -> tuple[SignedLine, ...]:
    """Read `to_stored` back; ValueError for a row of another shape."""
    return tuple(_read(row) for row in rows)


def _read(row: Sequence[int | str | None]) -> SignedLine:
    match row:
        case [int(key), str(action), int() | None as once, int() | None as yearly]:
            return SignedLine(key, action, once, yearly)
    raise ValueError(f"This is not a signed line: {row!r}.")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
