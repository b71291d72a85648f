"""Where does a result go: to the terminal, or to a file that is either whole or as it was before?"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, cast

import click


def refuse_unwritable(path: str) -> None:
    """Refuse what can't be a file of ours, before anything is checked."""
    place = Path(path)
    if place.is_dir():
        raise click.UsageError(f"{path} is a folder. Give the name of a file.")
    if place.exists() and not place.is_file():
        raise click.UsageError(f"{path} is no ordinary file, so it can't be replaced. Leave out --output and use >.")
    if not place.absolute().parent.is_dir():
        raise click.UsageError(f"There is no folder {place.absolute().parent}. Make it first.")
    if not os.access(place.resolve() if place.exists() else place.absolute().parent, os.W_OK):
        raise click.UsageError(f"{path} can't be written: you may not.")


@contextmanager
def result_to(path: str | None) -> Iterator[TextIO]:
    """Give the stream for the result. A file gets its name when it is whole."""
    if path is None:
        with _standard_output() as out:
            yield out
        return
    place = Path(path).resolve()
    draft = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        with draft.open("x", encoding="utf-8", newline="") as out:
            yield cast(TextIO, out)
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)


def _standard_output() -> TextIO:
    """Return standard output with a buffer of its own.

    Where PYTHONUNBUFFERED is set, as in many containers, Python's own loses what a terminal doesn't take in one go.
    """
    sys.stdout.flush()
    encoding = sys.stdout.encoding or "utf-8"
    return os.fdopen(sys.stdout.fileno(), "w", encoding=encoding, errors="backslashreplace", newline="", closefd=False)
