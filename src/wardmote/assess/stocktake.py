"""Which edition of the stocktake do councils answer today, and which area asks what?"""

from functools import cache

from wardmote.engines.frameworks import Area, Framework, load
from wardmote.kernel.denial import missing

KEY, VERSION = "stocktake", "1"


@cache
def stocktake() -> Framework:
    """Return the stocktake in its present version."""
    return load(KEY, VERSION)


def areas() -> tuple[Area, ...]:
    """Return the areas that councils answer, in order."""
    return stocktake().asked_areas


def first_area() -> Area:
    """Return the first area, leadership: where councils begin."""
    return areas()[0]


def find_area(area: str) -> Area:
    """Return the area with this id, or say that there is none."""
    found = next((one for one in areas() if one.id == area), None)
    if found is None:
        raise missing("area")
    return found


def area_of(question: str) -> Area:
    """Return the area that asks this question, or say that nobody asks it."""
    found = stocktake().area_of.get(question)
    if found is None:
        raise missing("question")
    return found
