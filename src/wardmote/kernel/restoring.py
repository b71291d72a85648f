"""How does an empty installation become the one that a backup was made of, entirely or not at all?

Rows go in under one transaction with every constraint, then each table's fingerprint is taken from the
database again and compared with the manifest. What the migrations themselves put into a fresh database
(`MADE_BY_MIGRATIONS`) doesn't count as content: it is replaced by the backup's rows, whose numbers other rows
point to. Which migrations ran isn't a table of ours: the backup fits only the same set of them.
"""

import hashlib
import json
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DataError, IntegrityError, connection, models, transaction

from .backups import UPLOADS_LIST, Manifest, Report, applied_migrations, copy_pieces, read_manifest
from .denial import Denied
from .fingerprints import Summing, columns_of, fingerprint, kept_models, read_line, table_of

MADE_BY_MIGRATIONS = frozenset({"auth_permission", "django_content_type"})
ROWS_AT_ONCE = 500
LONGEST_LINE = 64_000_000
SPARE_BYTES = 50_000_000
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    KeyError,
    TypeError,
    NotImplementedError,
    ValidationError,
)


def look_at(file: Path) -> Manifest:
    """Return what a backup says about itself, before anything is changed for it."""
    with _in_words(), zipfile.ZipFile(file) as archive:
        return read_manifest(archive)


def restore_backup(file: Path, *, report: Report = lambda done, total: None) -> Manifest:
    """Restore a backup into an empty, migrated installation, or change nothing and say why."""
    with _in_words(), zipfile.ZipFile(file) as archive:
        manifest = read_manifest(archive)
        check_fits(manifest)
        with Uploads() as uploads, transaction.atomic():
            check_empty()
            _load_tables(archive, manifest, report)
            _check_tables(manifest)
            _load_uploads(archive, manifest, uploads.waiting)
            connection.check_constraints()
            uploads.put_in_place()
    return manifest


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except DAMAGE as fault:
        raise Denied(
            f"This file is damaged, or isn't a backup of Wardmote ({fault}). Nothing was changed; try another backup."
        ) from fault
    except (IntegrityError, DataError) as fault:
        raise Denied(f"This database can't hold the rows of this backup ({fault}). Nothing was changed.") from fault


class Uploads:
    """The uploaded files, in waiting beside the folder whose place they take; a failure leaves none of them."""

    def __init__(self) -> None:
        self.waiting = Path(settings.UPLOADS).with_name("uploads-restoring")
        self.is_in_place = False

    def __enter__(self) -> "Uploads":
        """Begin with nothing that an interrupted restore may have left."""
        shutil.rmtree(self.waiting, ignore_errors=True)
        self.waiting.mkdir(mode=0o700, parents=True)
        return self

    def put_in_place(self) -> None:
        """Let the files become the uploads, as the last thing before the rows are committed."""
        self.waiting.replace(settings.UPLOADS)
        self.is_in_place = True

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Take them away again if the rows weren't committed."""
        if kind and self.is_in_place:
            shutil.rmtree(settings.UPLOADS)
        shutil.rmtree(self.waiting, ignore_errors=True)


def check_fits(manifest: Manifest) -> None:
    """Refuse a backup of another version's tables."""
    if set(manifest.migrations) != set(applied_migrations()):
        raise Denied(
            f"This backup was made by Wardmote {manifest.wardmote}, whose tables are not this version's. "
            f"Install Wardmote {manifest.wardmote}, restore there, and then upgrade."
        )
    if {table.table for table in manifest.tables} != {table_of(model) for model in kept_models()}:
        raise Denied("This backup doesn't hold the tables that this version has. Restore it with the version it names.")


def check_empty() -> None:
    """Refuse where anything is kept already, migrated or not: a restore never mixes two installations."""
    there = set(connection.introspection.table_names())
    content = sorted({table_of(model) for model in kept_models()} & there - MADE_BY_MIGRATIONS)
    for table in content:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
            if cursor.fetchone():
                raise Denied(
                    f"This installation isn't empty ({table} has rows). Restore into a new one: choose another "
                    "WARDMOTE_HOME or DATABASE_URL, and don't start Wardmote there before."
                )
    if settings.UPLOADS.is_dir() and any(settings.UPLOADS.iterdir()):
        raise Denied(f"{settings.UPLOADS} holds files already. Move them away, then restore.")


def _load_tables(archive: zipfile.ZipFile, manifest: Manifest, report: Report) -> None:
    by_table = {table_of(model): model for model in kept_models()}
    expected = {table.table: table for table in manifest.tables}
    done, total = 0, sum(table.rows for table in manifest.tables)
    with connection.cursor() as cursor:
        for table in sorted(MADE_BY_MIGRATIONS & set(by_table)):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608
    for table, model in by_table.items():
        summing = Summing(table)
        with archive.open(f"tables/{table}.jsonl") as source:
            for count in _insert(model, _lines(source, summing)):
                done += count
                report(done, total)
        if summing.fingerprint() != expected[table]:
            raise ValueError(f"{table} isn't what the manifest says")
    for sql in connection.ops.sequence_reset_sql(no_style(), list(by_table.values())):
        with connection.cursor() as cursor:
            cursor.execute(sql)


def _insert(model: type[models.Model], lines: Iterator[bytes]) -> Iterator[int]:
    """Insert rows exactly as they are given, without any model's own defaults; yields how many at a time."""
    fields = columns_of(model)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join("%s" for _ in fields)
    sql = f"INSERT INTO {quote(table_of(model))} ({columns}) VALUES ({places})"  # noqa: S608
    while rows := [read_line(line, fields) for line in islice(lines, ROWS_AT_ONCE)]:
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)
        yield len(rows)


def _lines(source: IO[bytes], summing: Summing) -> Iterator[bytes]:
    while line := source.readline(LONGEST_LINE):
        if not line.endswith(b"\n"):
            raise ValueError("a row is cut off")
        summing.add(line)
        yield line


def _check_tables(manifest: Manifest) -> None:
    expected = {table.table: table for table in manifest.tables}
    differing = [table_of(m) for m in kept_models() if fingerprint(m) != expected[table_of(m)]]
    if differing:
        raise Denied(
            f"This database gives other rows back than it was given ({', '.join(differing)}). Nothing was changed."
        )


def _load_uploads(archive: zipfile.ZipFile, manifest: Manifest, waiting: Path) -> None:
    needed, free = manifest.uploads_bytes + SPARE_BYTES, shutil.disk_usage(waiting).free
    if free < needed:
        raise Denied(
            f"The uploads need {needed // 1_000_000} MB, and this disk has {free // 1_000_000} MB free. Make room."
        )
    digest, count = hashlib.sha256(), 0
    with archive.open(UPLOADS_LIST) as listed:
        while line := listed.readline(LONGEST_LINE):
            digest.update(line)
            count += 1
            _load_upload(archive, json.loads(line), waiting)
    if (count, digest.hexdigest()) != (manifest.uploads_count, manifest.uploads_sha256):
        raise ValueError("the list of uploaded files isn't what the manifest says")


def _load_upload(archive: zipfile.ZipFile, entry: dict[str, Any], waiting: Path) -> None:
    path = waiting / safe_path(entry["path"])
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with archive.open(f"uploads/{entry['path']}") as source, path.open("xb") as out:
        path.chmod(0o600)
        if copy_pieces(source, out, entry["bytes"]) != (entry["bytes"], entry["sha256"]):
            raise ValueError(f"the uploaded file {entry['path']} has changed")


def safe_path(text: str) -> PurePosixPath:
    """Return a path that stays below the folder it is joined to; ValueError for any other."""
    path = PurePosixPath(text)
    if path.is_absolute() or not path.parts or ".." in path.parts or "\\" in text or "\x00" in text:
        raise ValueError(f"the uploaded file's name {text!r} leads elsewhere")
    return path
