"""What shape is a tile, where is it, and which tiles does it touch?

Lengths are in widths of a hexagon, and y grows to the south, as in SVG. A cell is a pair (q, r) in axial
coordinates, in which neighbours are found without asking whether a row is odd; a Tile is the same place as
the reader counts it.
"""

import math
from collections.abc import Iterable, Iterator

from wardmote.engines.tiles.places import Tile

Cell = tuple[int, int]

ROW_HEIGHT = math.sqrt(3) / 2
RADIUS = 1 / math.sqrt(3)
SIDES: tuple[Cell, ...] = ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))
DECIMALS = 4


def neighbours(cell: Cell) -> Iterator[Cell]:
    """The six cells that share a side, clockwise from the east."""
    q, r = cell
    return ((q + dq, r + dr) for dq, dr in SIDES)


def within(cell: Cell, steps: int) -> Iterator[Cell]:
    """Every cell that can be reached in so many steps, the cell itself included."""
    q, r = cell
    for dq in range(-steps, steps + 1):
        for dr in range(max(-steps, -dq - steps), min(steps, -dq + steps) + 1):
            yield q + dq, r + dr


def steps_between(one: Cell, other: Cell) -> int:
    """How many sides must be crossed to walk from one cell to the other."""
    dq, dr = one[0] - other[0], one[1] - other[1]
    return max(abs(dq), abs(dr), abs(dq + dr))


def middle(cell: Cell) -> tuple[float, float]:
    """The centre of a cell, with cell (0, 0) at the origin."""
    q, r = cell
    return q + r / 2, r * ROW_HEIGHT


def cell_of(tile: Tile) -> Cell:
    """The axial cell of a tile."""
    return tile.column - tile.row // 2, tile.row


def tile_at(key: str, cell: Cell) -> Tile:
    """The tile of a cell, in the reader's rows and columns."""
    q, r = cell
    return Tile(key, q + r // 2, r)


def centre(tile: Tile) -> tuple[float, float]:
    """The centre of a tile, with column 0 of row 0 at the origin."""
    return middle(cell_of(tile))


def corners(centre: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    """The six corners of the hexagon about a centre, clockwise from the north, for an SVG polygon.

    Rounded to a ten-thousandth of a tile, so that tiles which touch share their corners exactly.
    """
    x, y = centre
    half, quarter = RADIUS, RADIUS / 2
    offsets = ((0.0, -half), (0.5, -quarter), (0.5, quarter), (0.0, half), (-0.5, quarter), (-0.5, -quarter))
    return tuple((_tidy(x + dx), _tidy(y + dy)) for dx, dy in offsets)


def extent(tiles: Iterable[Tile]) -> tuple[float, float, float, float]:
    """The smallest x, smallest y, width and height that hold every tile: an SVG viewBox (zeros for none)."""
    points = [corner for tile in tiles for corner in corners(centre(tile))]
    if not points:
        return 0.0, 0.0, 0.0, 0.0
    left, top = min(x for x, _ in points), min(y for _, y in points)
    right, bottom = max(x for x, _ in points), max(y for _, y in points)
    return left, top, _tidy(right - left), _tidy(bottom - top)


def _tidy(length: float) -> float:
    return round(length, DECIMALS) + 0.0
