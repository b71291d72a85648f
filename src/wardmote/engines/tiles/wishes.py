"""What does each place ask of the map?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wardmote.engines.tiles.hexagons import Cell
from wardmote.engines.tiles.relaxation import Relaxed

TIE = 0.35
ACROSS_REGIONS = 0.4


@dataclass(frozen=True, slots=True)
class Wishes:
    """What each place asks for: a spot, weighted ties to neighbours, a region, and whether it is overseas."""

    spots: tuple[tuple[float, float], ...]
    ties: tuple[tuple[tuple[int, float], ...], ...]
    groups: tuple[str, ...]
    overseas: tuple[bool, ...]
    exposure: Callable[[Cell], float]


def wishes_of(relaxed: Relaxed, groups: Sequence[str], exposure: Callable[[Cell], float]) -> Wishes:
    """Gather the wishes of places that are known by their position in the relaxed map."""
    ties: list[list[tuple[int, float]]] = [[] for _ in groups]
    for one, other in relaxed.pairs.tolist():
        weight = TIE if groups[one] == groups[other] else TIE * ACROSS_REGIONS
        ties[one].append((other, weight))
        ties[other].append((one, weight))
    spots = tuple((x, y) for x, y in relaxed.points.tolist())
    return Wishes(spots, tuple(map(tuple, ties)), tuple(groups), tuple(relaxed.overseas.tolist()), exposure)
