"""What goes on the map, and where on it does each thing land?"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A council to be drawn: where its centroid lies (degrees, WGS 84) and which region it belongs to."""

    key: str
    group: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Tile:
    """A pointy-top hexagon, 'odd-r': odd rows sit half a tile to the right, and row 0 is the north."""

    key: str
    column: int
    row: int


def in_order(places: Sequence[Place]) -> tuple[Place, ...]:
    """The places by key, so that the map doesn't depend on how a caller lists them.

    Raises ValueError where a key occurs twice or a coordinate is not a place on Earth.
    """
    repeated = sorted(key for key, count in Counter(place.key for place in places).items() if count > 1)
    if repeated:
        raise ValueError(f"Each place needs its own key; these occur more than once: {', '.join(repeated)}.")
    for place in places:
        _refuse_unless_on_earth(place.key, "latitude", place.latitude, 90)
        _refuse_unless_on_earth(place.key, "longitude", place.longitude, 180)
    return tuple(sorted(places, key=lambda place: place.key))


def _refuse_unless_on_earth(key: str, name: str, degrees: float, limit: float) -> None:
    if not math.isfinite(degrees):
        raise ValueError(f"The {name} of {key} is not a number: {degrees}.")
    if abs(degrees) > limit:
        raise ValueError(f"The {name} of {key} must lie between -{limit} and {limit} degrees; it is {degrees}.")
