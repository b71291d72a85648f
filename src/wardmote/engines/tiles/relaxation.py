"""Where should each place go, to have the same room as others and its neighbours on their proper sides?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.linalg import splu

from wardmote.engines.tiles.neighbourhood import Pairs, adjoining, distances, overseas
from wardmote.engines.tiles.projection import DECIMALS, Points

ROUNDS = 45
ROUNDS_TO_FULL_PRESSURE = 10
PRESSURE = 8.0
ACROSS_REGIONS = 0.5
COMPASS = 0.6
INERTIA = 1e-3
TENSION = 3.5
LONGEST_STRETCH = 3.0
STRAIT = 2.4
TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Relaxed:
    """Positions in tile widths (n × 2), the neighbours they were drawn from, and who lies over the sea."""

    points: Points
    pairs: Pairs
    overseas: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Bonds:
    """What neighbours want: a distance, the direction where each truly lies, and how much it matters."""

    pairs: Pairs
    compass: Points
    length: NDArray[np.float64]
    weight: NDArray[np.float64]


def relax(points: Points, groups: Sequence[str]) -> Relaxed:
    """Spread out crowded places and draw in sparse ones until each has about one tile of room.

    Each neighbour wants to stand one tile away in the direction where it truly lies; whoever stands closer
    than a tile is pushed off. Each round is a linear least-squares problem, so the result moves little when
    one council does, and it is rounded, so that it is the same on any machine.
    """
    pairs, islanders = adjoining(points), overseas(points, groups)
    if len(points) < 2:
        return Relaxed(np.zeros_like(points), pairs, islanders)
    room = np.where(islanders[:, None] != islanders[None, :], STRAIT, 1.0)
    one, other = pairs.T
    labels = np.array(groups)
    bonds = Bonds(
        pairs=pairs,
        compass=_directions(points, pairs),
        length=room[one, other],
        weight=np.where(labels[one] == labels[other], 1.0, ACROSS_REGIONS),
    )
    placed = (points - points.mean(axis=0)) / np.median(distances(points)[one, other])
    for turn in range(ROUNDS):
        placed = _round(placed, bonds, room, turn)
    return Relaxed(np.round(placed - placed.mean(axis=0), DECIMALS), pairs, islanders)


def _round(placed: Points, bonds: Bonds, room: NDArray[np.float64], turn: int) -> Points:
    """Draw neighbours together, the more the farther they have been torn apart, and push the crowded off."""
    weight, wanted = bonds.weight, bonds.compass * bonds.length[:, None]
    if turn:
        bearing = COMPASS * bonds.compass + (1 - COMPASS) * _directions(placed, bonds.pairs)
        wanted = bearing / (np.hypot(*bearing.T) + TINY)[:, None] * bonds.length[:, None]
        stretch = np.hypot(*(placed[bonds.pairs[:, 0]] - placed[bonds.pairs[:, 1]]).T) / bonds.length
        weight = weight * np.clip(stretch, 1.0, LONGEST_STRETCH) ** TENSION
    crowded, push = _crowding(placed, room)
    pressure = PRESSURE * min(1.0, turn / ROUNDS_TO_FULL_PRESSURE)
    return _settle(
        placed,
        np.vstack((bonds.pairs, crowded)),
        np.vstack((wanted, push)),
        np.concatenate((weight, np.full(len(crowded), pressure))),
    )


def _directions(points: Points, pairs: Pairs) -> Points:
    """The unit vector from the second to the first of each pair."""
    gaps = points[pairs[:, 0]] - points[pairs[:, 1]]
    return np.asarray(gaps / (np.hypot(*gaps.T) + TINY)[:, None], dtype=np.float64)


def _crowding(points: Points, room: NDArray[np.float64]) -> tuple[Pairs, Points]:
    """Pairs that stand closer than they should, and the vector that would set each apart."""
    crowded = np.argwhere(np.triu(distances(points) < room, 1))
    push = _directions(points, crowded) * room[crowded[:, 0], crowded[:, 1]][:, None]
    return crowded, push


def _settle(points: Points, pairs: Pairs, wanted: Points, weight: NDArray[np.float64]) -> Points:
    """The positions that come nearest to every wanted gap, by weighted least squares."""
    count = len(points)
    one, other = pairs.T
    everyone = np.arange(count)
    pull = coo_array(
        (
            np.concatenate((np.full(count, INERTIA), weight, weight, -weight, -weight)),
            (
                np.concatenate((everyone, one, other, one, other)),
                np.concatenate((everyone, one, other, other, one)),
            ),
        ),
        shape=(count, count),
    )
    force = INERTIA * points
    np.add.at(force, one, weight[:, None] * wanted)
    np.add.at(force, other, -weight[:, None] * wanted)
    return np.asarray(np.round(splu(pull.tocsc()).solve(force), DECIMALS), dtype=np.float64)
