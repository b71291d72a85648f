"""Would a person from England recognise the map, and find their council on it?"""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from wardmote.engines.tiles import Place, Tile, centre, lay_out
from wardmote.engines.tiles.hexagons import cell_of, neighbours
from wardmote.engines.tiles.quality import (
    displacement,
    displacement_between,
    neighbours_kept,
    order_kept,
    pieces_of_groups,
)
from wardmote.engines.tiles.silhouette import lakes

SOURCE = Path(__file__).parents[4] / "src"
LAYERS = ["councils", "english_councils", "upper_tier", "english_upper_tier", "after_surrey"]
FLOORS = {
    "councils": (0.67, 2.3, 0.93),
    "english_councils": (0.66, 1.5, 0.93),
    "upper_tier": (0.64, 1.6, 0.92),
    "english_upper_tier": (0.64, 1.5, 0.91),
    "after_surrey": (0.66, 2.2, 0.93),
}


@pytest.fixture(params=LAYERS)
def layer(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def places(request: pytest.FixtureRequest, layer: str) -> tuple[Place, ...]:
    found: tuple[Place, ...] = request.getfixturevalue(layer)
    return found


@cache
def drawn(places: tuple[Place, ...]) -> tuple[Tile, ...]:
    return lay_out(places)


def groups_of(places: tuple[Place, ...]) -> dict[str, str]:
    return {place.key: place.group for place in places}


def middle_of(tiles: tuple[Tile, ...], keys: set[str]) -> tuple[float, float]:
    spots = [centre(tile) for tile in tiles if tile.key in keys]
    return sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots)


def test_every_council_gets_one_tile(places: tuple[Place, ...]) -> None:
    tiles = drawn(places)
    assert {tile.key for tile in tiles} == {place.key for place in places}
    assert len({(tile.column, tile.row) for tile in tiles}) == len(places)


def test_every_region_is_one_piece(places: tuple[Place, ...]) -> None:
    assert set(pieces_of_groups(drawn(places), groups_of(places)).values()) == {1}


def test_the_land_has_no_holes(places: tuple[Place, ...]) -> None:
    assert lakes(cell_of(tile) for tile in drawn(places)) == []


def test_the_map_stays_true_to_the_country(places: tuple[Place, ...], layer: str) -> None:
    least_kept, most_displaced, least_order = FLOORS[layer]
    tiles = drawn(places)
    assert neighbours_kept(places, tiles) >= least_kept
    assert displacement(places, tiles).mean <= most_displaced
    assert min(order_kept(places, tiles)) >= least_order


def test_northern_ireland_lies_over_the_sea(councils: tuple[Place, ...], national_map: tuple[Tile, ...]) -> None:
    group = groups_of(councils)
    irish = {cell_of(tile) for tile in national_map if group[tile.key] == "Northern Ireland"}
    others = {cell_of(tile) for tile in national_map} - irish
    assert not others & {near for cell in irish for near in neighbours(cell)}


def test_london_is_round_its_city(councils: tuple[Place, ...], national_map: tuple[Tile, ...]) -> None:
    london = {place.key for place in councils if place.group == "London"}
    middle, city = middle_of(national_map, london), middle_of(national_map, {"LND"})
    assert abs(middle[0] - city[0]) < 2
    assert abs(middle[1] - city[1]) < 2


@pytest.mark.parametrize(
    ("one", "direction", "other"),
    [
        ("Scotland", "north of", "North East"),
        ("North East", "north of", "Yorkshire and The Humber"),
        ("North West", "west of", "Yorkshire and The Humber"),
        ("West Midlands", "west of", "East Midlands"),
        ("Wales", "west of", "West Midlands"),
        ("South West", "west of", "South East"),
        ("East of England", "north of", "London"),
        ("London", "north of", "South East"),
        ("Northern Ireland", "west of", "North West"),
    ],
)
def test_regions_lie_as_on_a_map(
    councils: tuple[Place, ...], national_map: tuple[Tile, ...], one: str, direction: str, other: str
) -> None:
    axis = {"west of": 0, "north of": 1}[direction]
    first, second = (
        middle_of(national_map, {place.key for place in councils if place.group == group}) for group in (one, other)
    )
    assert first[axis] < second[axis]


def test_islands_and_corners_are_where_people_look(national_map: tuple[Tile, ...]) -> None:
    at = {tile.key: centre(tile) for tile in national_map}
    assert at["ZET"][1] == min(y for _, y in at.values())
    assert at["ORK"][1] < at["HLD"][1]
    south_west = [at[key] for key in ("IOS", "CON", "PLY", "TOR", "EXE", "BST", "SWD")]
    assert at["IOS"][0] == min(x for x, _ in south_west)
    assert at["IOW"][1] >= at["STH"][1]
    assert at["AGY"][0] < at["FLN"][0]
    assert at["DOV"][0] > at["MAI"][0]


def test_surreys_reorganisation_leaves_other_councils_near_where_they_were(
    national_map: tuple[Tile, ...], after_surrey: tuple[Place, ...]
) -> None:
    moved = displacement_between(national_map, drawn(after_surrey))
    assert moved.mean <= 0.6
    assert moved.percentile_95 <= 1.5


def test_one_council_fewer_hardly_moves_the_rest(councils: tuple[Place, ...], national_map: tuple[Tile, ...]) -> None:
    without_rutland = [place for place in councils if place.key != "RUT"]
    assert displacement_between(national_map, lay_out(without_rutland)).mean <= 0.4


def test_the_map_ignores_the_order_of_the_register(councils: tuple[Place, ...], national_map: tuple[Tile, ...]) -> None:
    assert lay_out(councils[::-1]) == national_map


def test_the_map_shrugs_off_rounding_of_the_last_digit(
    councils: tuple[Place, ...], national_map: tuple[Tile, ...]
) -> None:
    nudged = [Place(place.key, place.group, place.latitude + 1e-10, place.longitude - 1e-10) for place in councils]
    assert lay_out(nudged) == national_map


def test_another_process_draws_the_same_map(made_up_region: tuple[Place, ...]) -> None:
    script = f"from wardmote.engines.tiles import Place, lay_out\nprint(lay_out({made_up_region!r}))"
    answers = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, threads in (("1", "1"), ("2", "2"))
    }
    assert answers == {f"{lay_out(made_up_region)}\n"}
