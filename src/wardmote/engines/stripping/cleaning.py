"""Which kinds are cleaned, and how is one cleaned?"""

import pkgutil
from collections.abc import Callable
from importlib import import_module

from wardmote.engines.stripping import kinds as shelf

Strip = Callable[[bytes], tuple[bytes, tuple[str, ...]]]
_STRIPS: dict[str, Strip] = {
    kind: strip
    for found in pkgutil.iter_modules(shelf.__path__)
    for kind, strip in import_module(f"{shelf.__name__}.{found.name}").STRIPS.items()
}
KINDS = frozenset(_STRIPS)


def strip(content: bytes, kind: str) -> tuple[bytes, tuple[str, ...]]:
    """Return the bytes to keep, and what was taken out; Uncleanable where that can't be done."""
    return _STRIPS[kind](content)
