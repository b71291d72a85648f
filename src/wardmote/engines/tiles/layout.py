"""On which tile does each council stand?"""

from collections.abc import Sequence

import numpy as np

from wardmote.engines.tiles.hexagons import Cell, middle, tile_at
from wardmote.engines.tiles.improvement import improve
from wardmote.engines.tiles.places import Place, Tile, in_order
from wardmote.engines.tiles.projection import DECIMALS, Points, project
from wardmote.engines.tiles.relaxation import relax
from wardmote.engines.tiles.silhouette import Land, lakes
from wardmote.engines.tiles.wishes import Wishes, wishes_of

DRAININGS = 3
LOYALTY = 2 / 3


def lay_out(places: Sequence[Place]) -> tuple[Tile, ...]:
    """One tile for each place, ordered by key, with the smallest column and row at 0.

    The same places give the same map in any order, on any run and machine. Raises ValueError where a key
    occurs twice or a coordinate is not on Earth.
    """
    listed = in_order(places)
    if not listed:
        return ()
    groups = [place.group for place in listed]
    relaxed = relax(project(listed), groups)
    land = Land(relaxed.points)
    wishes = wishes_of(relaxed, groups, land.exposure)
    cells = _to_the_corner(_without_lakes(relaxed.points, land, wishes))
    return tuple(tile_at(place.key, cell) for place, cell in zip(listed, cells, strict=True))


def _without_lakes(points: Points, land: Land, wishes: Wishes) -> list[Cell]:
    """The improved cells; if mending a region has closed off a bay, the land is drawn together once more."""
    cells = improve(wishes, land.stand(points))
    for _ in range(DRAININGS):
        if not lakes(cells):
            break
        centres = np.array([middle(cell) for cell in cells])
        between = np.round(LOYALTY * centres + (1 - LOYALTY) * points, DECIMALS)
        cells = improve(wishes, land.stand(between))
    return cells


def _to_the_corner(cells: Sequence[Cell]) -> list[Cell]:
    """The same pattern, moved so that the first row and column in use are 0."""
    top = min(r for _, r in cells)
    upper = [(q, r - top) for q, r in cells]
    left = min(q + r // 2 for q, r in upper)
    return [(q - left, r) for q, r in upper]
