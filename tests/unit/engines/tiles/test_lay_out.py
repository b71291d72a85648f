"""Does every council get one tile, whatever the list looks like?"""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wardmote.engines.tiles import Place, Tile, lay_out

coordinates = st.tuples(
    st.floats(49.9, 60.9, allow_nan=False),
    st.floats(-8.2, 1.8, allow_nan=False),
    st.sampled_from(["North", "South", "Isles"]),
)


def places_of(rows: list[tuple[float, float, str]]) -> list[Place]:
    return [
        Place(f"C{index:02}", group, latitude, longitude) for index, (latitude, longitude, group) in enumerate(rows)
    ]


def spots(tiles: tuple[Tile, ...]) -> set[tuple[int, int]]:
    return {(tile.column, tile.row) for tile in tiles}


def test_no_places_make_an_empty_map() -> None:
    assert lay_out([]) == ()


def test_one_place_stands_in_the_corner() -> None:
    assert lay_out([Place("LND", "London", 51.5, -0.1)]) == (Tile("LND", 0, 0),)


def test_of_two_places_the_western_stands_to_the_west() -> None:
    west, east = lay_out([Place("W", "Isle", 52.0, -3.0), Place("X", "Isle", 52.0, 1.0)])
    assert (west.row, east.row) == (0, 0)
    assert east.column == west.column + 1


def test_of_two_places_the_northern_stands_in_the_first_row() -> None:
    north, south = lay_out([Place("A", "Isle", 56.0, -2.0), Place("B", "Isle", 51.0, -2.0)])
    assert (north.row, south.row) == (0, 1)


@pytest.mark.parametrize("count", [2, 3, 7, 70])
def test_places_with_one_centroid_still_get_a_tile_each(count: int) -> None:
    tiles = lay_out([Place(f"C{index:02}", "Isle", 52.0, -1.0) for index in range(count)])
    assert len(spots(tiles)) == count


def test_places_in_a_straight_line_still_get_a_tile_each() -> None:
    tiles = lay_out([Place(f"C{index}", "Isle", 52.0, -5.0 + index / 2) for index in range(9)])
    assert [tile.column for tile in tiles] == sorted(tile.column for tile in tiles)
    assert len(spots(tiles)) == 9


def test_a_repeated_key_is_refused_by_name() -> None:
    twice = [Place("LND", "London", 51.5, -0.1), Place("LND", "London", 51.6, -0.2)]
    with pytest.raises(ValueError, match=r"more than once: LND\."):
        lay_out(twice)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_a_coordinate_that_is_no_number_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="The latitude of LND is not a number"):
        lay_out([Place("LND", "London", bad, 0.0)])
    with pytest.raises(ValueError, match="The longitude of LND is not a number"):
        lay_out([Place("LND", "London", 51.5, bad)])


def test_a_coordinate_off_the_earth_is_refused_with_its_range() -> None:
    with pytest.raises(ValueError, match="latitude of LND must lie between -90 and 90 degrees; it is 91"):
        lay_out([Place("LND", "London", 91.0, 0.0)])
    with pytest.raises(ValueError, match="longitude of LND must lie between -180 and 180 degrees"):
        lay_out([Place("LND", "London", 51.5, -180.5)])


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(coordinates, max_size=30))
def test_every_place_gets_one_tile_and_no_tile_is_shared(rows: list[tuple[float, float, str]]) -> None:
    places = places_of(rows)
    tiles = lay_out(places)
    assert [tile.key for tile in tiles] == [place.key for place in places]
    assert len(spots(tiles)) == len(places)


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(coordinates, min_size=1, max_size=20))
def test_the_map_starts_at_the_first_column_and_row(rows: list[tuple[float, float, str]]) -> None:
    tiles = lay_out(places_of(rows))
    assert min(tile.column for tile in tiles) == 0
    assert min(tile.row for tile in tiles) == 0


@settings(max_examples=30, deadline=None)
@given(data=st.data(), rows=st.lists(coordinates, min_size=2, max_size=25))
def test_the_order_of_the_list_does_not_matter(data: st.DataObject, rows: list[tuple[float, float, str]]) -> None:
    places = places_of(rows)
    shuffled = data.draw(st.permutations(places))
    assert lay_out(shuffled) == lay_out(places)


def test_a_made_up_region_fills_a_compact_block(made_up_region: tuple[Place, ...]) -> None:
    tiles = lay_out(made_up_region)
    assert max(tile.column for tile in tiles) <= 7
    assert max(tile.row for tile in tiles) <= 7
