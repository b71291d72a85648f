"""Does the line round a region follow its tiles?"""

from wardmote.engines.tiles import Place, Tile, lay_out, outline


def test_one_tile_is_outlined_by_its_six_corners() -> None:
    path = outline([Tile("A", 0, 0)], {"A": "Isle"})["Isle"]
    assert path.startswith("M-0.5,-0.2887L")
    assert path.endswith("Z")
    assert path.count("L") == 5


def test_the_side_that_two_tiles_share_is_not_drawn() -> None:
    path = outline([Tile("A", 0, 0), Tile("B", 1, 0)], {"A": "Isle", "B": "Isle"})["Isle"]
    assert path.count("M") == 1
    assert path.count("L") == 9


def test_two_regions_are_outlined_apart_in_order_of_name() -> None:
    paths = outline([Tile("A", 0, 0), Tile("B", 1, 0)], {"A": "South", "B": "North"})
    assert list(paths) == ["North", "South"]
    assert {path.count("L") for path in paths.values()} == {5}


def test_a_region_in_two_pieces_has_two_loops() -> None:
    path = outline([Tile("A", 0, 0), Tile("B", 5, 0)], {"A": "Isles", "B": "Isles"})["Isles"]
    assert path.count("M") == path.count("Z") == 2


def test_a_hole_in_a_region_has_a_loop_of_its_own() -> None:
    ring = [Tile(f"{c}{r}", c, r) for c, r in [(0, 0), (1, 0), (-1, 1), (1, 1), (0, 2), (1, 2)]]
    path = outline(ring, {tile.key: "Ring" for tile in ring})["Ring"]
    assert path.count("M") == 2
    assert path.count("L") == 17 + 5


def test_no_tiles_have_no_outline() -> None:
    assert outline([], {}) == {}


def test_each_region_of_a_laid_out_map_has_a_closed_path(made_up_region: tuple[Place, ...]) -> None:
    paths = outline(lay_out(made_up_region), {place.key: place.group for place in made_up_region})
    assert set(paths) == {"East", "West"}
    assert all(path.startswith("M") and path.endswith("Z") for path in paths.values())
