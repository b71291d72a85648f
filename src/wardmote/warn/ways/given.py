"""Which files did somebody hand in that weren't read yet? They wait in the source's folder, and go once they are in."""

from collections.abc import Iterator
from typing import Any

from ..models import Source
from .arriving import Arrived, Note
from .folder import arrivals as in_folder
from .folder import folder_of


def arrivals(source: Source, note: Note) -> Iterator[Arrived]:
    """Yield each file, and remove it when all of it is in."""
    for arrived in in_folder(source, note):
        arrived.done = _removing(source, arrived.done())
        yield arrived


def _removing(source: Source, cursor: dict[str, Any]) -> Any:
    names = [name for name in cursor["read"] if name not in source.cursor.get("read", {})]

    def done() -> dict[str, Any]:
        for name in names:
            (folder_of(source) / name).unlink(missing_ok=True)
        return {}

    return done
