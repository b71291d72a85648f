"""Which edition of the stocktake do councils answer today?"""

from functools import cache

from wardmote.engines.frameworks import Area, Framework, load

KEY, VERSION, FIRST_AREA = "stocktake", "1", "leadership"


@cache
def stocktake() -> Framework:
    """Return the stocktake in its present version."""
    return load(KEY, VERSION)


def first_area() -> Area:
    """Return the first area, the one that has its questions so far."""
    return stocktake().area(FIRST_AREA)
