"""Which addresses may a reader follow?"""

from collections.abc import Iterable
from typing import Any

from ..facts import Reference
from .texts import address, line


def references(found: Iterable[tuple[Any, Any]]) -> tuple[Reference, ...]:
    """Return (address, title) pairs as references, each address once, those that are no web addresses left out."""
    kept: dict[str, Reference] = {}
    for url, title in found:
        if link := address(url):
            kept.setdefault(link, Reference(link, line(title)))
    return tuple(kept.values())
