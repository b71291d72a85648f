"""What does every way hand over: documents one after another, and what to remember once each is in?"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from wardmote.engines.advisories.facts import Advisory, Broken, ReadingError
from wardmote.engines.advisories.shelf import HEAD_BYTES, reader_of
from wardmote.kernel.sealing import unseal

from ..models import Source

SEALED_FOR = "advisory-source"
Note = Callable[[str], None]


class SourceTrouble(Exception):
    """Nothing can be had from a source at present; the text is for its log."""


@dataclass
class Arrived:
    """One document, to be read before the next is asked for.

    `done` is called when all of it is in: what it returns is the source's cursor from then on. Of a document that
    isn't whole nothing is remembered.
    """

    entries: Iterator[Advisory | Broken]
    done: Callable[[], dict[str, Any]]
    size: int = 0
    is_whole: bool = True
    notes: list[str] = field(default_factory=list)


def entries_of(file: BinaryIO, name: str) -> Iterator[Advisory | Broken]:
    """Read a file of any kind that we know."""
    head = file.read(HEAD_BYTES)
    file.seek(0)
    reader = reader_of(head, name)
    if reader is None:
        what = "is empty" if not head else "is of no kind that we can read"
        raise ReadingError(f"{name[:100] or 'The document'} {what}. Look at the address, or at the file.")
    yield from reader.read(file)


@contextmanager
def scratch_file() -> Iterator[BinaryIO]:
    """Give a file that is gone afterwards, on the disk of this installation: a document may be large."""
    folder = Path(settings.WARDMOTE_HOME) / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as file:
        yield file


def secret_of(source: Source) -> str:
    """Return the source's key or password in plain text, or nothing."""
    return unseal(source.secret, SEALED_FOR) if source.secret else ""
