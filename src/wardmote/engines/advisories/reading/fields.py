"""What stands in a field of an entry, whatever a stranger put there?"""

from itertools import islice
from typing import Any

MOST_LISTED = 20_000


class Unreadable(ValueError):
    """An entry can't be read as what it should be; the text says why in a sentence."""


def fields(value: Any) -> dict[str, Any]:
    """Return an object, or an empty one where something else stands."""
    return value if isinstance(value, dict) else {}


def listed(value: Any, most: int = MOST_LISTED) -> list[dict[str, Any]]:
    """Return the objects of a list, or none where something else stands."""
    found = value if isinstance(value, list) else []
    return list(islice((one for one in found if isinstance(one, dict)), most))


def words(value: Any, most: int = MOST_LISTED) -> list[str]:
    """Return the texts of a list, or none where something else stands."""
    found = value if isinstance(value, list) else []
    return list(islice((one for one in found if isinstance(one, str)), most))


def word(value: Any) -> str:
    """Return a text, or "" where something else stands."""
    return value.strip() if isinstance(value, str) else ""
