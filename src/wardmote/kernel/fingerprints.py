"""What is in each table, in a form that is the same on every database, and what is its fingerprint?

A row is one line of JSON: the values of the table's columns in the order of the model's fields, in the order
of the primary key. A table's fingerprint is the SHA-256 of its lines. Only the cache, which is no model, is
left out.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import singledispatch
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.functions import Collate

ROWS_AT_ONCE = 2_000
# PostgreSQL writes a JSON number of this size without its fraction; so do we, everywhere.
WHOLE_FROM = 1e16


@dataclass(frozen=True)
class Fingerprint:
    """How many rows a table has, and the SHA-256 of its lines."""

    table: str
    rows: int
    sha256: str

    def as_dict(self) -> dict[str, Any]:
        """Return the same for a manifest."""
        return asdict(self)


class Summing:
    """Adds a table's lines up to its fingerprint."""

    def __init__(self, table: str) -> None:
        self.table, self.rows, self._digest = table, 0, hashlib.sha256()

    def add(self, line: bytes) -> None:
        """Take one line, with its line end."""
        self.rows += 1
        self._digest.update(line)

    def fingerprint(self) -> Fingerprint:
        """Return what the lines so far come to."""
        return Fingerprint(self.table, self.rows, self._digest.hexdigest())


def kept_models() -> list[type[models.Model]]:
    """Return every model with a table that Wardmote manages, the plain links between two included, by table."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not model._meta.swapped
    ]
    return sorted(found, key=table_of)


def table_of(model: type[models.Model]) -> str:
    """Return the name of the model's table."""
    return model._meta.db_table


def columns_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the fields that have a column, in the order that lines have them."""
    return list(model._meta.concrete_fields)


def rows_in(model: type[models.Model]) -> int:
    """Return how many rows the table has."""
    return model._base_manager.count()


def lines_of(model: type[models.Model]) -> Iterator[bytes]:
    """Yield the table's rows as lines, holding only a few thousand at a time."""
    names = [field.attname for field in columns_of(model)]
    rows = model._base_manager.order_by(_same_order_everywhere(model)).values_list(*names)
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        yield write_line(row)


def _same_order_everywhere(model: type[models.Model]) -> Any:
    # PostgreSQL sorts text as its locale does, SQLite by bytes.
    is_text = isinstance(model._meta.pk, models.CharField | models.TextField)
    return Collate("pk", "C") if is_text and connection.vendor == "postgresql" else "pk"


def write_line(row: tuple[Any, ...]) -> bytes:
    """Return one row as a line of JSON."""
    values = [as_json(value) for value in row]
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode() + b"\n"


def read_line(line: bytes, fields: list[models.Field[Any, Any]]) -> list[Any]:
    """Return a line's values, each made what the field's column takes."""
    values = json.loads(line)
    if not isinstance(values, list) or len(values) != len(fields):
        raise ValueError("a row doesn't have the columns of its table")
    return [
        field.get_db_prep_save(field.to_python(value), connection) for field, value in zip(fields, values, strict=True)
    ]


def fingerprint(model: type[models.Model]) -> Fingerprint:
    """Return the table's fingerprint as it is now."""
    summing = Summing(table_of(model))
    for line in lines_of(model):
        summing.add(line)
    return summing.fingerprint()


@contextmanager
def one_moment() -> Iterator[None]:
    """Read the database as it was at one moment, while others go on writing. Nothing may be written in here."""
    if connection.vendor == "sqlite":
        with _deferred(), transaction.atomic():
            yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _deferred() -> Iterator[None]:
    # Our transactions begin IMMEDIATE, as writers; a reader of one moment must not keep the writers out.
    connection.ensure_connection()
    usual: str | None = connection.transaction_mode  # type: ignore[attr-defined]
    connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection.transaction_mode = usual  # type: ignore[attr-defined]


@singledispatch
def as_json(value: Any) -> Any:
    """Return a column's value as JSON says it, alike on every database."""
    return value


@as_json.register
def _(value: dict) -> Any:  # type: ignore[type-arg]
    return {key: as_json(inner) for key, inner in value.items()}


@as_json.register
def _(value: list) -> Any:  # type: ignore[type-arg]
    return [as_json(inner) for inner in value]


@as_json.register
def _(value: float) -> Any:
    return int(value) if abs(value) >= WHOLE_FROM and value.is_integer() else value


@as_json.register
def _(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


@as_json.register(date)
@as_json.register(time)
def _(value: date | time) -> str:
    return value.isoformat()


@as_json.register(timedelta)
@as_json.register(Decimal)
@as_json.register(UUID)
def _(value: timedelta | Decimal | UUID) -> str:
    return str(value)


@as_json.register(bytes)
@as_json.register(memoryview)
def _(value: bytes | memoryview) -> str:
    return base64.b64encode(bytes(value)).decode()
