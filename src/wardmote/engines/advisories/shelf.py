"""Which reader takes a document?"""

import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import BinaryIO

from wardmote.engines.advisories import readers as shelf
from wardmote.engines.advisories.facts import Advisory, Broken, Kind

HEAD_BYTES = 4096


@dataclass(frozen=True)
class Reader:
    """Reads one kind of document; one to a module in `readers/`, as its `READER`.

    `recognises` judges by the first HEAD_BYTES bytes and the file's name ("" where it has none). `read` takes a
    binary stream and gives an Advisory for each vulnerability that can be read and a Broken for each entry that
    can't; it raises ReadingError where the document as a whole can't be taken. Memory stays flat for lists of any
    length, and nothing is looked up elsewhere. Readers are asked in the order of `rank`, the most particular first.
    """

    kind: Kind
    title: str
    recognises: Callable[[bytes, str], bool]
    read: Callable[[BinaryIO], Iterator[Advisory | Broken]]
    rank: int = 50


@cache
def readers() -> tuple[Reader, ...]:
    """Every reader, in the order in which they are asked."""
    modules = (import_module(f"{shelf.__name__}.{found.name}") for found in pkgutil.iter_modules(shelf.__path__))
    found = (module.READER for module in modules if hasattr(module, "READER"))
    return tuple(sorted(found, key=lambda reader: (reader.rank, reader.kind)))


def reader_of(head: bytes, name: str = "") -> Reader | None:
    """Return the reader that recognises a document by its first bytes and its name, or None."""
    return next((reader for reader in readers() if reader.recognises(head, name)), None)
