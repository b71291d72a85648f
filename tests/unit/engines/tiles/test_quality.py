"""Do the measures tell a true map from a false one?"""

import pytest

from wardmote.engines.tiles import Place, Tile, lay_out
from wardmote.engines.tiles.quality import (
    Displacement,
    displacement,
    displacement_between,
    neighbours_kept,
    order_kept,
    pieces_of_groups,
)

ROW = [Place(key, "Isle", 0.0, -2.0 + index) for index, key in enumerate("ABCD")]
TRUE = [Tile(key, index, 0) for index, key in enumerate("ABCD")]
MIRRORED = [Tile(key, 3 - index, 0) for index, key in enumerate("ABCD")]
MUDDLED = [Tile(key, index, 0) for index, key in enumerate("CADB")]


def test_a_map_that_is_only_scaled_has_no_displacement() -> None:
    assert displacement(ROW, TRUE) == Displacement(0.0, 0.0)


def test_a_muddled_map_is_displaced_and_loses_neighbours() -> None:
    assert displacement(ROW, MUDDLED).mean > 0.5
    assert neighbours_kept(ROW, MUDDLED, nearest=1) < neighbours_kept(ROW, TRUE, nearest=1) == 1.0


def test_a_mirrored_map_keeps_neighbours_but_no_order() -> None:
    assert neighbours_kept(ROW, MIRRORED, nearest=1) == 1.0
    assert order_kept(ROW, MIRRORED) == (0.0, 1.0)


def test_a_true_map_keeps_all_order() -> None:
    assert order_kept(ROW, TRUE) == (1.0, 1.0)


def test_a_pair_drawn_level_counts_half() -> None:
    north_and_south = [Place("A", "Isle", 1.0, -2.0), Place("B", "Isle", 0.0, -2.0)]
    assert order_kept(north_and_south, TRUE[:2]) == (1.0, 0.5)


def test_a_shift_of_the_whole_map_is_no_movement() -> None:
    shifted = [Tile(tile.key, tile.column + 3, tile.row + 2) for tile in TRUE]
    assert displacement_between(TRUE, shifted) == Displacement(0.0, 0.0)


def test_only_tiles_on_both_maps_count_as_moved() -> None:
    assert displacement_between(TRUE, [*TRUE[:3], Tile("Z", 9, 9)]) == Displacement(0.0, 0.0)
    assert displacement_between(TRUE, []) == Displacement(0.0, 0.0)


def test_a_region_cut_in_two_counts_two_pieces() -> None:
    assert pieces_of_groups(TRUE, dict(zip("ABCD", "XXYX", strict=True))) == {"X": 2, "Y": 1}


@pytest.mark.parametrize("count", [0, 1])
def test_a_map_too_small_to_be_wrong_is_right(count: int) -> None:
    assert neighbours_kept(ROW[:count], TRUE[:count]) == 1.0
    assert order_kept(ROW[:count], TRUE[:count]) == (1.0, 1.0)
    assert displacement(ROW[:count], TRUE[:count]) == Displacement(0.0, 0.0)


def test_muddling_a_laid_out_map_lowers_its_measures(made_up_region: tuple[Place, ...]) -> None:
    tiles = lay_out(made_up_region)
    keys = [tile.key for tile in tiles]
    muddled = [Tile(key, tile.column, tile.row) for key, tile in zip(keys[7:] + keys[:7], tiles, strict=True)]
    assert neighbours_kept(made_up_region, muddled) < neighbours_kept(made_up_region, tiles)
    assert displacement(made_up_region, muddled).mean > displacement(made_up_region, tiles).mean
