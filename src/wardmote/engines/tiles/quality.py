"""How true to the country is a tile map?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wardmote.engines.tiles.hexagons import cell_of, centre
from wardmote.engines.tiles.neighbourhood import distances
from wardmote.engines.tiles.pieces import pieces
from wardmote.engines.tiles.places import Place, Tile
from wardmote.engines.tiles.projection import Points, project


@dataclass(frozen=True, slots=True)
class Displacement:
    """How far tiles lie from where the best-fitting true map would put them, in tile widths."""

    mean: float
    percentile_95: float


def neighbours_kept(places: Sequence[Place], tiles: Sequence[Tile], nearest: int = 6) -> float:
    """The share of each place's nearest places that are also among the nearest on the map (0 to 1).

    The map's nearest are all tiles no farther than the last of that number, since hexagons tie.
    """
    on_earth, on_map = _paired(places, tiles)
    count = min(nearest, len(on_earth) - 1)
    if count < 1:
        return 1.0
    true, drawn = _without_self(distances(on_earth)), _without_self(np.round(distances(on_map), 6))
    true_nearest = np.argsort(true, axis=1, kind="stable")[:, :count]
    limit = np.sort(drawn, axis=1)[:, count - 1]
    kept = np.take_along_axis(drawn, true_nearest, axis=1) <= limit[:, None]
    return float(kept.mean())


def displacement(places: Sequence[Place], tiles: Sequence[Tile]) -> Displacement:
    """How far tiles lie from the true map after its best turn, scale and shift."""
    return _misfit(*_paired(places, tiles))


def displacement_between(before: Sequence[Tile], after: Sequence[Tile]) -> Displacement:
    """How far the tiles that two maps share have moved among themselves, after the best shift."""
    old, new = {tile.key: centre(tile) for tile in before}, {tile.key: centre(tile) for tile in after}
    shared = sorted(old.keys() & new.keys())
    if not shared:
        return Displacement(0.0, 0.0)
    moves = np.array([new[key] for key in shared]) - np.array([old[key] for key in shared])
    return _spread(np.hypot(*(moves - np.median(moves, axis=0)).T))


def pieces_of_groups(tiles: Sequence[Tile], groups: Mapping[str, str]) -> dict[str, int]:
    """The number of connected pieces of each group."""
    names = sorted({groups[tile.key] for tile in tiles})
    return {name: len(pieces(cell_of(tile) for tile in tiles if groups[tile.key] == name)) for name in names}


def order_kept(places: Sequence[Place], tiles: Sequence[Tile]) -> tuple[float, float]:
    """The shares of pairs that keep their order from west to east and from north to south (0 to 1).

    A pair that the map draws level counts as half kept.
    """
    on_earth, on_map = _paired(places, tiles)
    return _order_kept(on_earth[:, 0], on_map[:, 0]), _order_kept(on_earth[:, 1], on_map[:, 1])


def _order_kept(true: NDArray[np.float64], drawn: NDArray[np.float64]) -> float:
    one, other = np.triu_indices(len(true), 1)
    truth, picture = np.sign(true[one] - true[other]), np.sign(np.round(drawn[one] - drawn[other], 6))
    telling = truth != 0
    if not telling.any():
        return 1.0
    return float((1 + (truth * picture)[telling]).mean() / 2)


def _misfit(source: Points, target: Points) -> Displacement:
    """Fit by least squares (Umeyama 1991), treating points of the plane as complex numbers."""
    if len(source) < 2:
        return Displacement(0.0, 0.0)
    start, end = source @ np.array([1, 1j]), target @ np.array([1, 1j])
    start, end = start - start.mean(), end - end.mean()
    spread = float((np.abs(start) ** 2).sum())
    turn = np.vdot(start, end) / spread if spread else 0.0
    return _spread(np.abs(end - turn * start))


def _spread(lengths: NDArray[np.float64]) -> Displacement:
    return Displacement(round(float(lengths.mean()), 4), round(float(np.percentile(lengths, 95)), 4))


def _paired(places: Sequence[Place], tiles: Sequence[Tile]) -> tuple[Points, Points]:
    """Where the places lie on Earth and on the map, in the same order."""
    drawn = {tile.key: centre(tile) for tile in tiles}
    on_map = np.array([drawn[place.key] for place in places], dtype=np.float64).reshape(-1, 2)
    return project(places), on_map


def _without_self(apart: NDArray[np.float64]) -> NDArray[np.float64]:
    alone = apart.copy()
    np.fill_diagonal(alone, np.inf)
    return alone
