"""What is wrong with the text of a record, and where?"""

from dataclasses import dataclass

LONGEST_QUOTE = 80


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of syntax: `position` counts characters from the start of the record, from 0."""

    position: int
    text: str
    says: str


def fault(position: int, text: str, says: str) -> Fault:
    """Return a fault that quotes no more of the record than a person can read."""
    quoted = text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"
    return Fault(position, quoted, says)
