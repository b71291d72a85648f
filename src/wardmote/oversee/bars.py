"""How wide is each piece of a bar, and which pattern stands for it? Pure; the words stand beside the bar."""

from collections.abc import Iterable
from dataclasses import dataclass

WIDTH = 200
WITHHELD = "withheld"


@dataclass(frozen=True)
class Piece:
    """One piece of a bar, in hundredths of the whole's width doubled; `pattern` is drawn by the page once."""

    pattern: str
    start: int
    width: int


def pieces_of(parts: Iterable[tuple[str, int | None]], total: int | None) -> tuple[Piece, ...]:
    """Return the pieces from left to right; what is withheld is one dotted piece at the end."""
    if not total:
        return (Piece(WITHHELD, 0, WIDTH),)
    found, start, shown = [], 0, 0
    for pattern, count in parts:
        shown += count or 0
        end = min(round(WIDTH * shown / total), WIDTH)
        if end > start:
            found.append(Piece(pattern, start, end - start))
        start = end
    return (*found, Piece(WITHHELD, start, WIDTH - start)) if start < WIDTH else tuple(found)
