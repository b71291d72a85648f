"""Which rows break which rule of the database? Each case is a function that is named as the rule."""

from collections.abc import Callable
from typing import Any

from tests.worlds import World

Breach = Callable[[World], Any]
BREACHES: dict[str, Breach] = {}


def breaks(breach: Breach) -> Breach:
    """Keep a function as the case of the constraint that it is named after."""
    BREACHES[breach.__name__] = breach
    return breach
