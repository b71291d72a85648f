"""How does everything that an installation keeps go into one file, as it was at one moment?

A backup is a ZIP file: `tables/NAME.jsonl` for each table (see fingerprints.py), the uploaded files below
`uploads/`, their list in `uploads.jsonl`, and last `manifest.json`, so that a file without its end can't be
taken for whole. Rows come from one snapshot; pages and jobs go on writing meanwhile. Uploaded files are never
changed, and are stored before the row that names them, so copying them after the snapshot finds them all.
"""

import hashlib
import json
import os
import secrets
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from wardmote import __version__

from .audit import GENESIS, Head
from .fingerprints import Fingerprint, Summing, kept_models, lines_of, one_moment, rows_in, table_of
from .models import AuditEntry

FORMAT, FORMAT_VERSION = "wardmote-backup", 1
MANIFEST, UPLOADS_LIST = "manifest.json", "uploads.jsonl"
PIECE_BYTES = 1 << 20
REPORT_EVERY = 1_000

Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself."""

    wardmote: str
    made_at: str
    database: str
    migrations: tuple[str, ...]
    tables: tuple[Fingerprint, ...]
    uploads_count: int
    uploads_bytes: int
    uploads_sha256: str
    audit_head: Head

    def as_json(self) -> str:
        """Return the text of `manifest.json`."""
        return json.dumps({"format": FORMAT, "version": FORMAT_VERSION, **asdict(self)}, indent=1)


def write_backup(file: Path, *, at: datetime, report: Report = lambda done, total: None) -> Manifest:
    """Write everything to a file that only its owner may read. It appears whole under its name, or not at all."""
    with whole_or_nothing(file) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with one_moment():
            tables = _write_tables(archive, at, report)
            head, migrations = audit_head(), applied_migrations()
        count, size, digest = _write_uploads(archive, at)
        manifest = Manifest(
            __version__, at.isoformat(), connection.vendor, migrations, tables, count, size, digest, head
        )
        with _member(archive, MANIFEST, at) as out_manifest:
            out_manifest.write(manifest.as_json().encode())
    return manifest


def audit_head() -> Head:
    """Return the newest audit entry's number and hash, as rows say them."""
    last = AuditEntry.objects.order_by("-sequence").values_list("sequence", "digest").first()
    return Head(*last) if last else Head(0, GENESIS)


def applied_migrations() -> tuple[str, ...]:
    """Return the migrations that the database has, by name."""
    return tuple(sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations()))


@contextmanager
def whole_or_nothing(file: Path) -> Iterator[IO[bytes]]:
    """Write under a passing name beside the file, and give it its name once all of it is on the disk."""
    passing = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    descriptor = os.open(passing, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        passing.replace(file)
    finally:
        passing.unlink(missing_ok=True)


def _write_tables(archive: zipfile.ZipFile, at: datetime, report: Report) -> tuple[Fingerprint, ...]:
    models = kept_models()
    total = sum(rows_in(model) for model in models)
    done, found = 0, []
    for model in models:
        summing = Summing(table_of(model))
        with _member(archive, f"tables/{table_of(model)}.jsonl", at) as out:
            for line in lines_of(model):
                out.write(line)
                summing.add(line)
                done += 1
                if done % REPORT_EVERY == 0:
                    report(done, total)
        found.append(summing.fingerprint())
    return tuple(found)


def _write_uploads(archive: zipfile.ZipFile, at: datetime) -> tuple[int, int, str]:
    """Copy the uploaded files, then their list; returns their number, their size and the list's SHA-256."""
    entries: list[tuple[str, int, str]] = []
    for path in _uploaded_files():
        name = path.relative_to(settings.UPLOADS).as_posix()
        with path.open("rb") as source, _member(archive, f"uploads/{name}", at) as out:
            entries.append((name, *copy_pieces(source, out)))
    lines = b"".join(
        json.dumps({"path": name, "bytes": size, "sha256": digest}).encode() + b"\n" for name, size, digest in entries
    )
    with _member(archive, UPLOADS_LIST, at) as out:
        out.write(lines)
    return len(entries), sum(size for _, size, _ in entries), hashlib.sha256(lines).hexdigest()


def _uploaded_files() -> Iterator[Path]:
    for folder, folders, names in os.walk(settings.UPLOADS):
        folders.sort()
        for name in sorted(names):
            path = Path(folder) / name
            if path.is_file() and not path.is_symlink():
                yield path


def copy_pieces(source: IO[bytes], out: IO[bytes], most: int | None = None) -> tuple[int, str]:
    """Copy piece by piece; returns size and SHA-256. More than `most` bytes are refused with ValueError."""
    size, digest = 0, hashlib.sha256()
    while piece := source.read(PIECE_BYTES):
        size += len(piece)
        if most is not None and size > most:
            raise ValueError("a file is longer than its list says")
        digest.update(piece)
        out.write(piece)
    return size, digest.hexdigest()


def _member(archive: zipfile.ZipFile, name: str, at: datetime) -> IO[bytes]:
    info = zipfile.ZipInfo(name, at.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return archive.open(info, "w", force_zip64=True)


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """Return what a backup says about itself; ValueError or KeyError if it doesn't say it as we do."""
    with archive.open(MANIFEST) as source:
        said: dict[str, Any] = json.loads(source.read(64 * PIECE_BYTES))
    if said.pop("format") != FORMAT or said.pop("version") != FORMAT_VERSION:
        raise ValueError("the manifest is of another kind")
    said["migrations"] = tuple(said["migrations"])
    said["tables"] = tuple(Fingerprint(**table) for table in said["tables"])
    said["audit_head"] = Head(**said["audit_head"])
    return Manifest(**said)
