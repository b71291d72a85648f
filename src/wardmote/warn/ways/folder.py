"""Which files lie in a source's folder that weren't read yet?

`WARDMOTE_HOME/advisories/<key>/`: each file is read once, and again when it has changed. A hash beside it must agree.
"""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from wardmote.engines.advisories.csaf.integrity import HASHES, Proof, check_hash
from wardmote.engines.advisories.facts import Advisory, Broken, ReadingError

from ..models import Source
from .arriving import Arrived, Note, entries_of

MOST_FILES, FILES_AT_ONCE = 50_000, 200
MOST_HASHED_BYTES = 50_000_000
_BESIDE = (".sha256", ".sha512", ".asc", ".sig", ".part", ".tmp", ".md", ".html")
_LISTS = {"provider-metadata.json", "changes.csv", "index.txt", "service.json", "category.json"}


def folder_of(source: Source) -> Path:
    """Return where a source's files lie."""
    return Path(settings.WARDMOTE_HOME) / "advisories" / source.key


def arrivals(source: Source, note: Note) -> Iterator[Arrived]:
    """Yield each file that is new or changed."""
    read: dict[str, list[int]] = dict(source.cursor.get("read", {}))
    present = list(_files(folder_of(source)))
    if len(present) > MOST_FILES:
        note(f"The folder holds more than {MOST_FILES:,} files; only the first are looked at.")
    there = dict(present[:MOST_FILES])
    read = {name: stamp for name, stamp in read.items() if name in there}
    new = [name for name, file in there.items() if read.get(name) != _stamp(file)]
    for start in range(0, len(new), FILES_AT_ONCE):
        some = {name: there[name] for name in new[start : start + FILES_AT_ONCE]}
        stamps = {name: _stamp(file) for name, file in some.items()}
        read = read | stamps
        entries = (entry for name, file in some.items() for entry in _entries(file, name))
        yield Arrived(entries, lambda after=read: {"read": after}, sum(size for size, _ in stamps.values()))  # type: ignore[misc]


def _stamp(file: Path) -> list[int]:
    """Return what tells whether a file has changed."""
    found = file.stat()
    return [found.st_size, found.st_mtime_ns]


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield files with their names below the folder, in order; links, hidden ones and what lies beside are passed."""
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if file.is_symlink() or not file.is_file() or file.name.startswith(".") or file.name in _LISTS:
            continue
        if file.suffix.lower() not in _BESIDE:
            yield file.relative_to(folder).as_posix(), file


def _entries(file: Path, name: str) -> Iterator[Advisory | Broken]:
    """Read one file; what can't be taken as a whole is Broken, and costs no other."""
    if _is_altered(file):
        yield Broken(name, "It doesn't agree with the hash beside it, so it wasn't taken.")
        return
    try:
        with file.open("rb") as opened:
            yield from entries_of(opened, name)
    except ReadingError as refusal:
        yield Broken(name, str(refusal))


def _is_altered(file: Path) -> bool:
    if file.stat().st_size > MOST_HASHED_BYTES:
        return False
    told = [(file.with_name(f"{file.name}.{algorithm}"), algorithm) for algorithm in HASHES]
    return any(
        beside.is_file() and check_hash(file.read_bytes(), beside.read_bytes(), algorithm) is Proof.BAD
        for beside, algorithm in told
    )
