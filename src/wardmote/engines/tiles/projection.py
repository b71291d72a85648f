"""Where would each place lie on a flat sheet of paper, in kilometres?"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from wardmote.engines.tiles.places import Place

Points = NDArray[np.float64]

KM_PER_DEGREE = 111.195
CENTRAL_MERIDIAN = -2.0
DECIMALS = 6
GOLDEN_ANGLE = 2.399963


def project(places: Sequence[Place]) -> Points:
    """Positions (n × 2; x to the east, y to the south, km) on the sinusoidal projection about 2° west.

    Areas are true, and the meridian is the Ordnance Survey's, so Great Britain stands upright. Places that
    share a centroid are set a few metres apart, in order, since two councils can't be drawn from one point.
    """
    latitude = np.array([place.latitude for place in places], dtype=np.float64)
    longitude = np.array([place.longitude for place in places], dtype=np.float64)
    east = (longitude - CENTRAL_MERIDIAN) * np.cos(np.radians(latitude)) * KM_PER_DEGREE
    flat: Points = np.column_stack((east, -latitude * KM_PER_DEGREE))
    return _apart(np.round(flat, DECIMALS))


def _apart(points: Points) -> Points:
    """The same points with coincident ones fanned out on a small spiral."""
    seen: dict[tuple[float, float], int] = {}
    fanned = points.copy()
    for index, (x, y) in enumerate(points.tolist()):
        turn = seen.get((x, y), 0)
        seen[(x, y)] = turn + 1
        radius = 0.005 * turn**0.5
        fanned[index] += (radius * np.cos(turn * GOLDEN_ANGLE), radius * np.sin(turn * GOLDEN_ANGLE))
    return np.round(fanned, DECIMALS)
