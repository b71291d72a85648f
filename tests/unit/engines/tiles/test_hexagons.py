"""Are tiles where they say, and do they fit together?"""

import math

import pytest

from wardmote.engines.tiles import Tile, centre, corners, extent
from wardmote.engines.tiles.hexagons import cell_of, neighbours, steps_between, tile_at, within


def test_odd_rows_are_shoved_half_a_tile_to_the_right() -> None:
    assert centre(Tile("A", 0, 0)) == (0.0, 0.0)
    assert centre(Tile("A", 0, 1)) == pytest.approx((0.5, math.sqrt(3) / 2))
    assert centre(Tile("A", 3, 2)) == pytest.approx((3.0, math.sqrt(3)))


@pytest.mark.parametrize(("column", "row"), [(0, 0), (3, 1), (5, 4), (0, 7)])
def test_a_tile_and_its_cell_name_the_same_place(column: int, row: int) -> None:
    tile = Tile("A", column, row)
    assert tile_at("A", cell_of(tile)) == tile


@pytest.mark.parametrize("row", [2, 3])
def test_the_six_neighbours_are_one_width_away(row: int) -> None:
    tile = Tile("A", 4, row)
    near = [centre(tile_at("B", cell)) for cell in neighbours(cell_of(tile))]
    assert [math.dist(centre(tile), other) for other in near] == pytest.approx([1.0] * 6)


def test_touching_tiles_share_two_corners_exactly() -> None:
    tile = Tile("A", 2, 3)
    for cell in neighbours(cell_of(tile)):
        other = tile_at("B", cell)
        assert len(set(corners(centre(tile))) & set(corners(centre(other)))) == 2


def test_a_hexagon_is_one_wide_and_points_to_the_north() -> None:
    ring = corners((0.0, 0.0))
    assert ring[0] == (0.0, -0.5774)
    assert max(x for x, _ in ring) - min(x for x, _ in ring) == 1.0


def test_cells_within_two_steps_are_nineteen() -> None:
    found = list(within((1, -4), 2))
    assert len(set(found)) == len(found) == 19
    assert {steps_between((1, -4), cell) for cell in found} == {0, 1, 2}


def test_the_extent_holds_every_corner() -> None:
    assert extent([Tile("A", 0, 0), Tile("B", 1, 1)]) == (-0.5, -0.5774, 2.5, 2.0208)
    assert extent([Tile("A", 0, 0)]) == (-0.5, -0.5774, 1.0, 1.1548)


def test_the_extent_of_nothing_is_nothing() -> None:
    assert extent([]) == (0.0, 0.0, 0.0, 0.0)
