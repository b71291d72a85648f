"""Does the map hold every council, the legend count what is kept, and the table say the same?"""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override

from tests.worlds import World
from wardmote.kernel.roles import Role
from wardmote.oversee.measures import MEASURES
from wardmote.oversee.queries.map_page import Filters, MapPage, map_page
from wardmote.oversee.queries.national import Scope, spots_on_map
from wardmote.register.models.bodies import Kind

DAY = date(2026, 11, 23)


@pytest.fixture
def councils(world: World) -> World:
    """Six councils in two regions, of two kinds, one of them on its way out."""
    for n, (region, kind) in enumerate(
        [("London", "london_borough")] * 2 + [("South East", "district")] * 3 + [("South East", "unitary")]
    ):
        world.council(
            f"c{n}", region=region, kind=kind, name=f"Name {n}", short_name=f"Short {n}", population=90_000 + 60_000 * n
        )
    world.council("c6", region="South East", end_date=date(2027, 4, 1), name="Goes & comes", short_name="G&C <b>")
    return world


def page(measure: str = "reorganisation", filters: Filters | None = None, **scope: object) -> MapPage:
    where = Scope(DAY, **scope)  # type: ignore[arg-type]
    spots = spots_on_map(where, None, today=DAY)
    return map_page(spots, MEASURES[measure], where, filters or Filters())


def tiles(found: MapPage) -> dict[str, bool]:
    """Return the tiles by code, and whether each is faded."""
    return {code: bool(faded) for faded, code in re.findall(r"<a( class=f)? href=/councils/([^/]+)/", str(found.svg))}


def rows(found: MapPage) -> list[str]:
    return re.findall(r"href=/councils/([^/]+)/", str(found.rows))


@pytest.mark.parametrize("measure", [m.key for m in MEASURES.values() if not m.needs_results])
def test_the_legend_counts_what_the_table_lists(councils: World, measure: str) -> None:
    found = page(measure)
    assert sum(line.count for line in found.legend) == found.total == len(rows(found)) == len(tiles(found)) == 7
    for line in found.legend:
        assert str(found.rows).count(f"<td>{line.step.words}\n") == line.count


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (Filters(), {"c0", "c1", "c2", "c3", "c4", "c5", "c6"}),
        (Filters(region="London"), {"c0", "c1"}),
        (Filters(kind="district"), {"c2", "c3", "c4", "c6"}),
        (Filters(region="South East", kind="unitary"), {"c5"}),
        (Filters(step="leaving"), {"c6"}),
        (Filters(region="Nowhere"), set()),
    ],
)
def test_a_filter_fades_tiles_and_moves_none(councils: World, filters: Filters, kept: set[str]) -> None:
    whole, found = page(), page(filters=filters)
    assert {code for code, faded in tiles(found).items() if not faded} == kept == set(rows(found))
    assert found.total == len(kept)
    # The legend is the filter: it counts every step of the region and kind, also while one is picked out.
    assert sum(line.count for line in found.legend) == page(filters=replace(filters, step="")).total
    places = re.compile(r"href=/councils/(\w+)/ transform=\"?(translate\([^)]*\))")
    assert places.findall(str(found.svg)) == places.findall(str(whole.svg))


def test_every_tile_says_its_council_and_its_step(councils: World) -> None:
    picture = str(page().svg)
    assert "<title>Short 0: No end date known</title>" in picture
    assert "<title>G&amp;C &lt;b&gt;: To be replaced on a known date</title>" in picture
    assert "<b>" not in picture


def test_the_table_is_by_name_and_escapes(councils: World) -> None:
    found = page()
    assert rows(found) == ["c6", "c0", "c1", "c2", "c3", "c4", "c5"]
    assert "G&amp;C &lt;b&gt;" in str(found.rows)


def test_own_councils_are_ringed(councils: World) -> None:
    spots = spots_on_map(Scope(DAY), None, today=DAY)
    ring = frozenset({spots[0].body_id})
    plain = map_page(spots, MEASURES["kind"], Scope(DAY), Filters())
    ringed = map_page(spots, MEASURES["kind"], Scope(DAY), Filters(), ring)
    assert (str(plain.svg).count('class="ring"'), str(ringed.svg).count('class="ring"')) == (0, 1)


def test_no_councils_make_an_empty_page(db: None) -> None:
    found = page()
    assert (found.total, rows(found), tiles(found)) == (0, [], {})


def test_the_title_says_how_many_and_what(councils: World) -> None:
    with override("en-gb"):
        assert "Map of 7 councils: Reorganisation" in str(page().svg)


@pytest.mark.parametrize(
    ("scope", "codes"),
    [
        ({"day": date(2027, 3, 31)}, {"old", "lives", "upper-too"}),
        ({"day": date(2027, 4, 1)}, {"new", "lives", "upper-too"}),
        ({"day": date(2027, 4, 1), "layer": "upper"}, {"new", "county", "lives", "upper-too"} - {"lives"}),
        ({"day": DAY, "nation": ""}, {"old", "lives", "upper-too", "cymru"}),
        ({"day": DAY, "demonstration": True}, {"demo-ash"}),
    ],
    ids=["the day before", "vesting day", "upper tier", "United Kingdom", "demonstration"],
)
def test_the_map_holds_the_live_councils_of_a_tier_a_nation_and_a_world(
    world: World, scope: dict[str, object], codes: set[str]
) -> None:
    vesting = date(2027, 4, 1)
    world.council("old", end_date=vesting)
    world.council("new", kind=Kind.UNITARY, start_date=vesting, shadow_from=date(2026, 5, 7))
    world.council("lives")
    world.council("upper-too", kind=Kind.UNITARY)
    world.council("county", kind=Kind.COUNTY)
    world.council("cymru", kind=Kind.WELSH, nation="Wales")
    world.council("demo-ash", demonstration=True)
    world.council("nowhere", latitude=None, longitude=None)
    world.warp("sewarp")
    found = spots_on_map(Scope(**scope), None, today=DAY)  # type: ignore[arg-type]
    assert {spot.code for spot in found} == codes


def test_the_name_on_the_map_is_the_one_of_the_day(world: World) -> None:
    from wardmote.register.models import BodyRecord

    body = world.council("elm", short_name="Now")
    BodyRecord.objects.update(valid_to=date(2027, 4, 1))
    old = BodyRecord.objects.get()
    BodyRecord.objects.create(
        body=body, short_name="Later", name="Later", valid_from=date(2027, 4, 1), nation="England", source="test",
        latitude=old.latitude, longitude=old.longitude,
    )  # fmt: skip
    names = [[spot.name for spot in spots_on_map(Scope(day), None, today=DAY)] for day in (DAY, date(2027, 4, 1))]
    assert names == [["Now"], ["Later"]]


def test_nobody_sees_a_rating_without_a_role_for_it(councils: World) -> None:
    councils.council("own")
    lead = councils.someone(councils.council("mine"), Role.LEAD)
    for viewer in (None, councils.viewer(lead), councils.viewer(councils.person("Eve"))):
        spots = spots_on_map(Scope(DAY), viewer, today=councils.at.date(), area="leadership")
        assert {(spot.rating, spot.is_shared) for spot in spots} == {(None, False)}
