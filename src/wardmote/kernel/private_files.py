"""Where do files lie that were given in confidence, and how do they get there whole?

Below the uploads folder, outside what the web server shows, under a random name in the folder of their kind and owner:
nothing that anybody typed or sent is part of a path. A file is written whole before the row that names it, and never
changed.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings


def store(pieces: Iterable[bytes], folder: str, *, ending: str = "") -> str:
    """Write bytes to the disk and return the name to store; where they can't be written, nothing is left."""
    stored = f"{folder}/{secrets.token_hex(16)}{ending}"
    try:
        _write(path_of(stored), pieces)
    except BaseException:
        delete_stored(stored)
        raise
    return stored


@contextmanager
def storing(pieces: Iterable[bytes], folder: str) -> Iterator[str]:
    """Write bytes to the disk and give the name to store; where what follows fails, the file goes again."""
    stored = store(pieces, folder)
    try:
        yield stored
    except BaseException:
        delete_stored(stored)
        raise


def path_of(stored: str) -> Path:
    """Return where a stored name leads."""
    return Path(settings.UPLOADS) / stored


def open_stored(stored: str) -> BinaryIO | None:
    """Open a stored file for reading; None where it is gone."""
    try:
        return path_of(stored).open("rb")
    except FileNotFoundError:
        return None


def piece_of(stored: str, start: int, size: int) -> bytes | None:
    """Return a part of a stored file; None where the file is gone."""
    file = open_stored(stored)
    if file is None:
        return None
    with file:
        file.seek(start)
        return file.read(size)


def delete_stored(stored: str) -> None:
    """Delete a file that nothing names any more; without a name there is none."""
    if stored:
        path_of(stored).unlink(missing_ok=True)


def stored_before(moment: datetime, folder: str) -> Iterator[str]:
    """Yield the names of a kind's files that were written before a moment; `folder` holds one folder for each owner."""
    for file in sorted(path_of(folder).glob("*/*")):
        if file.is_file() and file.stat().st_mtime < moment.timestamp():
            yield file.relative_to(settings.UPLOADS).as_posix()


def _write(file: Path, pieces: Iterable[bytes]) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        for piece in pieces:
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    _settle(file.parent)


def _settle(folder: Path) -> None:
    """Make the new name in the folder last, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
