"""What do the tile-map tests share: the real register's councils, and a made-up region."""

import csv
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean

import pytest

from wardmote.engines.tiles import Place, Tile, lay_out

REGISTER = Path(__file__).parents[4] / "src/wardmote/register/data/councils.csv"
ALL_PURPOSE = {
    "unitary",
    "metropolitan_district",
    "london_borough",
    "city_corporation",
    "welsh_council",
    "scottish_council",
    "northern_irish_district",
}


def _live_rows() -> list[dict[str, str]]:
    with REGISTER.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if not row["end_date"]]


def _place(row: dict[str, str], centroids_of: Sequence[dict[str, str]]) -> Place:
    return Place(
        key=row["code"],
        group=row["region"] or row["nation"],
        latitude=fmean(float(part["latitude"]) for part in centroids_of),
        longitude=fmean(float(part["longitude"]) for part in centroids_of),
    )


def _districts_of(county: dict[str, str], rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    return [row for row in rows if row["county_gss"] == county["gss"] and row["kind"] == "district"]


@pytest.fixture(scope="session")
def councils() -> tuple[Place, ...]:
    """The 361 lower- and single-tier councils of the United Kingdom."""
    return tuple(_place(row, [row]) for row in _live_rows() if row["kind"] in ALL_PURPOSE | {"district"})


@pytest.fixture(scope="session")
def english_councils(councils: tuple[Place, ...]) -> tuple[Place, ...]:
    """The 296 lower- and single-tier councils of England."""
    english = {row["code"] for row in _live_rows() if row["nation"] == "England"}
    return tuple(place for place in councils if place.key in english)


@pytest.fixture(scope="session")
def upper_tier() -> tuple[Place, ...]:
    """Counties, placed at the mean of their districts, and the all-purpose councils of the kingdom."""
    rows = _live_rows()
    counties = [row for row in rows if row["kind"] == "county"]
    single = [row for row in rows if row["kind"] in ALL_PURPOSE]
    return tuple(_place(row, _districts_of(row, rows)) for row in counties) + tuple(
        _place(row, [row]) for row in single
    )


@pytest.fixture(scope="session")
def english_upper_tier(upper_tier: tuple[Place, ...]) -> tuple[Place, ...]:
    """Counties with the all-purpose councils of England."""
    english = {row["code"] for row in _live_rows() if row["nation"] == "England"}
    return tuple(place for place in upper_tier if place.key in english)


@pytest.fixture(scope="session")
def after_surrey(councils: tuple[Place, ...]) -> tuple[Place, ...]:
    """The councils, with Surrey's eleven districts replaced by an eastern and a western council."""
    rows = _live_rows()
    surrey = next(row for row in rows if row["code"] == "SRY")
    districts = sorted(_districts_of(surrey, rows), key=lambda row: float(row["longitude"]))
    gone = {row["code"] for row in districts}
    west = _place(surrey | {"code": "WSU"}, districts[:6])
    east = _place(surrey | {"code": "ESU"}, districts[6:])
    return (*(place for place in councils if place.key not in gone), west, east)


@pytest.fixture(scope="session")
def national_map(councils: tuple[Place, ...]) -> tuple[Tile, ...]:
    """The tile map of the 361."""
    return lay_out(councils)


@pytest.fixture(scope="session")
def made_up_region() -> tuple[Place, ...]:
    """Twenty-four fictional councils in two groups, six columns by four rows, none quite on its grid."""
    return tuple(
        Place(
            key=f"M{index:02}",
            group="West" if index % 6 < 3 else "East",
            latitude=54 + 0.2 * (index // 6) + 0.03 * (index * 7 % 5),
            longitude=-2 + 0.3 * (index % 6) + 0.04 * (index * 5 % 7),
        )
        for index in range(24)
    )
