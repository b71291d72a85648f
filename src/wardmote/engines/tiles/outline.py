"""What line runs round each region?"""

from collections.abc import Mapping, Sequence

from wardmote.engines.tiles.hexagons import cell_of, centre, corners, neighbours
from wardmote.engines.tiles.places import Tile

Corner = tuple[float, float]


def outline(tiles: Sequence[Tile], groups: Mapping[str, str]) -> dict[str, str]:
    """For each group, in order, the closed SVG path about its tiles, in tile units as `centre` counts them.

    A group in several pieces, or with a hole, has several closed loops in its path.
    """
    members: dict[str, list[Tile]] = {}
    for tile in tiles:
        members.setdefault(groups[tile.key], []).append(tile)
    return {name: " ".join(map(_drawn, _loops(members[name]))) for name in sorted(members)}


def _loops(tiles: Sequence[Tile]) -> list[list[Corner]]:
    """The corners of each loop, with the region always on the right hand."""
    following = _border(tiles)
    loops = []
    while following:
        start = min(following)
        loop, corner = [start], following.pop(start)
        while corner != start:
            loop.append(corner)
            corner = following.pop(corner)
        loops.append(loop)
    return loops


def _border(tiles: Sequence[Tile]) -> dict[Corner, Corner]:
    """The sides that face another group or the sea: from each corner to the next, clockwise about its tile.

    Three tiles meet at a corner, so no more than one side of a region's border can leave it.
    """
    cells = {cell_of(tile) for tile in tiles}
    border = {}
    for tile in tiles:
        ring = corners(centre(tile))
        for side, near in enumerate(neighbours(cell_of(tile)), start=1):
            if near not in cells:
                border[ring[side % 6]] = ring[(side + 1) % 6]
    return border


def _drawn(loop: Sequence[Corner]) -> str:
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in loop) + "Z"
