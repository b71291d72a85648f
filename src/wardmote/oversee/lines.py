"""How does a share move over time, as a line of a small drawing? Pure; the same figures stand in a table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 600, 160


@dataclass(frozen=True)
class Line:
    """A line in a box of WIDTH by HEIGHT: the path's points as SVG writes them, and what stands at both ends."""

    points: str
    first_day: date
    last_day: date
    first_share: int
    last_share: int
    last_y: int


def line_of(shares: Sequence[tuple[date, float]]) -> Line:
    """Return the line through shares from 0 to 100 per cent, the oldest first; there are at least two."""
    first, last = shares[0][0], shares[-1][0]
    days = max((last - first).days, 1)
    points = " ".join(f"{WIDTH * (day - first).days / days:.0f},{_y(share)}" for day, share in shares)
    return Line(points, first, last, round(shares[0][1]), round(shares[-1][1]), _y(shares[-1][1]))


def _y(share: float) -> int:
    return round(HEIGHT - HEIGHT * share / 100)
