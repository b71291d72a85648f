"""How do a report's numbers come to stand beside those that are there already?

One statement adds: a row that isn't there is made, one that is there grows. It is the same on SQLite and PostgreSQL.
Rows are written in order, so that two workers that write the same rows wait for each other and don't lock each other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection, models

from .models import MailDay, MailMonth, MailSource, SenderDay, TlsDay
from .report_reading import MailKey, Reading

_NUMBERS = ("both", "by_dkim", "by_spf", "let_in", "quarantined", "rejected")
_AT_ONCE = 500
_GROWING = frozenset({*_NUMBERS, "sessions"})
Key = tuple[Any, ...]
Row = tuple[Any, ...]


@dataclass
class Sums:
    """The numbers of several reports about one council's domains, added up."""

    council: int
    days: dict[tuple[int, date, MailKey], list[int]] = field(default_factory=dict)
    tls: dict[Key, int] = field(default_factory=dict)

    def add(self, reading: Reading, domain: int, listed: str, name: str) -> None:
        """Add a report's numbers about a domain, which is `listed` so and `name` in the report."""
        for key, numbers in reading.mail.items():
            if listed != name and not key.header_from:
                key = key._replace(header_from=name)
            _grow(self.days, (domain, reading.day, key), numbers)
        for session, count in reading.tls.items():
            if session.domain == name:
                row = (domain, reading.day, reading.org_name, session.kind, session.result, session.server)
                self.tls[row] = self.tls.get(row, 0) + count

    def write(self) -> None:
        """Add the sums to the rows, within the caller's transaction."""
        for model, columns, rows in self._tables():
            _add(model, columns, rows)

    def take_away(self) -> bool:
        """Take the sums away from the rows again; False where they aren't what was added, and all is to be undone."""
        return all(_take_away(model, columns, rows) for model, columns, rows in self._tables())

    def _tables(self) -> Iterator[tuple[type[models.Model], tuple[str, ...], list[Row]]]:
        """Yield each table that the sums belong to, its columns, and the rows."""
        sources = _sources(self.council, {(key.source_ip, key.sender) for _, _, key in self.days})
        days: list[Row] = []
        months: dict[Key, list[int]] = {}
        senders: dict[Key, list[int]] = {}
        for (domain, day, key), numbers in self.days.items():
            source, is_named = sources[key.source_ip, key.sender], bool(key.sender)
            days.append((self.council, domain, _stored(day), source, is_named, key.header_from, *numbers))
            _grow(months, (self.council, domain, _first(day), source, is_named), numbers)
            _grow(senders, (self.council, domain, _stored(day), key.sender), numbers)
        yield MailDay, ("council_id", "domain_id", "day", "source_id", "is_named", "header_from", *_NUMBERS), days
        of_month = ("council_id", "domain_id", "day", "source_id", "is_named", *_NUMBERS)
        yield MailMonth, of_month, [(*key, *numbers) for key, numbers in months.items()]
        of_sender = ("council_id", "domain_id", "day", "sender", *_NUMBERS)
        yield SenderDay, of_sender, [(*key, *numbers) for key, numbers in senders.items()]
        tls = [(self.council, key[0], _stored(key[1]), *key[2:], count) for key, count in self.tls.items()]
        yield TlsDay, ("council_id", "domain_id", "day", "org_name", "kind", "result", "server", "sessions"), tls


def _grow(rows: dict[Any, list[int]], key: Any, numbers: list[int]) -> None:
    held = rows.get(key)
    rows[key] = numbers if held is None else [a + b for a, b in zip(held, numbers, strict=True)]


def _sources(council: int, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the ids of sources by address and sender; those that are new are made."""
    found = _find_sources(council, wanted)
    missing = sorted(wanted - found.keys())
    if missing:
        table = _quoted(MailSource._meta.db_table)
        # Names of our own models only; every value is a parameter.
        insert = f"INSERT INTO {table} (council_id, source_ip, sender) VALUES {{}} ON CONFLICT DO NOTHING"  # noqa: S608 # nosec B608
        _run(insert, [(council, *one) for one in missing])
        found |= _find_sources(council, set(missing))
    return found


def _find_sources(council: int, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Ask past the ORM, which takes several times as long for thousands of addresses."""
    addresses = sorted({address for address, _ in wanted})
    table = _quoted(MailSource._meta.db_table)
    found: dict[tuple[str, str], int] = {}
    with connection.cursor() as cursor:
        for start in range(0, len(addresses), _AT_ONCE):
            some = addresses[start : start + _AT_ONCE]
            places = ", ".join(["%s"] * len(some))
            # A name of our own model only; every value is a parameter.
            ask = f"SELECT source_ip, sender, id FROM {table} WHERE council_id = %s AND source_ip IN ({places})"  # noqa: S608 # nosec B608
            cursor.execute(ask, [council, *some])
            found |= {(address, sender): pk for address, sender, pk in cursor.fetchall()}
    return found


def _add(model: type[models.Model], columns: Sequence[str], rows: list[Row]) -> None:
    """Add numbers to the rows of a table; the model's one unique constraint says which row is which."""
    if not rows:
        return
    table = _quoted(model._meta.db_table)
    (unique,) = model._meta.total_unique_constraints
    same = ", ".join(_quoted(str(model._meta.get_field(name).attname)) for name in unique.fields)  # type: ignore[union-attr]
    numbers = [_quoted(name) for name in columns if name in _GROWING]
    grows = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in numbers)
    names = ", ".join(map(_quoted, columns))
    statement = f"INSERT INTO {table} ({names}) VALUES {{}} ON CONFLICT ({same}) DO UPDATE SET {grows}"  # noqa: S608 # nosec B608
    _run(statement, sorted(rows))


def _take_away(model: type[models.Model], columns: Sequence[str], rows: list[Row]) -> bool:
    """Take numbers away from rows that hold at least as much; rows that are empty then go."""
    table = _quoted(model._meta.db_table)
    keys = [name for name in columns if name not in _GROWING]
    numbers = [name for name in columns if name in _GROWING]
    shrinks = ", ".join(f"{_quoted(name)} = {_quoted(name)} - %s" for name in numbers)
    same = " AND ".join(f"{_quoted(name)} = %s" for name in keys)
    holds = " AND ".join(f"{_quoted(name)} >= %s" for name in numbers)
    # Names of our own models only; every value is a parameter.
    shrink = f"UPDATE {table} SET {shrinks} WHERE {same} AND {holds}"  # noqa: S608 # nosec B608
    is_empty = " AND ".join(f"{_quoted(name)} = 0" for name in numbers)
    remove = f"DELETE FROM {table} WHERE {same} AND {is_empty}"  # noqa: S608 # nosec B608
    with connection.cursor() as cursor:
        for row in sorted(rows):
            key, away = row[: len(keys)], row[len(keys) :]
            cursor.execute(shrink, [*away, *key, *away])
            if cursor.rowcount != 1:
                return False
            cursor.execute(remove, key)
    return True


def _run(statement: str, rows: Sequence[Row]) -> None:
    """Run a statement for many rows: SQLite takes them fastest one by one, PostgreSQL many at once."""
    one = f"({', '.join(['%s'] * len(rows[0]))})"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(statement.format(one), rows)
            return
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            cursor.execute(statement.format(", ".join([one] * len(some))), [value for row in some for value in row])


@lru_cache(maxsize=5_000)
def _stored(day: date) -> Any:
    return connection.ops.adapt_datefield_value(day)


@lru_cache(maxsize=5_000)
def _first(day: date) -> Any:
    return _stored(day.replace(day=1))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
