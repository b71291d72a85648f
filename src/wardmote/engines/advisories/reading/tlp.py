"""Which label of the Traffic Light Protocol does a text carry? (TLP 2.0, and 1.0's WHITE)"""

import re

from ..facts import Label

_LABEL = re.compile(
    r"\bTLP\s{0,3}[:\-– ]\s{0,3}(AMBER\s{0,3}[+\-_]?\s{0,3}STRICT|RED|AMBER|GREEN|CLEAR|WHITE)\b", re.IGNORECASE
)
_FIRST_LINES, _LAST_LINES = 20, 10


def label_in(*texts: str) -> Label | None:
    """Return the strictest label that stands in texts, or None."""
    found = [_label(match[1]) for text in texts for match in _LABEL.finditer(text[:20_000])]
    return max(found, key=lambda label: label.strictness, default=None)


def first_lines(text: str) -> str:
    """Return the part of a text in which a label for the whole stands."""
    return "\n".join([row for row in text.split("\n") if row.strip()][:_FIRST_LINES])


def label_below(text: str) -> Label | None:
    """Return the label in the last lines of a text. Several stand there only where the labels are explained."""
    rows = "\n".join([row for row in text.split("\n") if row.strip()][-_LAST_LINES:])
    found = {_label(match[1]) for match in _LABEL.finditer(rows)}
    return found.pop() if len(found) == 1 else None


def _label(words: str) -> Label:
    colour = words.upper()
    if colour.startswith("AMBER"):
        return Label.AMBER_STRICT if colour.endswith("STRICT") else Label.AMBER
    return Label.CLEAR if colour == "WHITE" else Label(colour.lower())
