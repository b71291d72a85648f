"""How do a report's numbers come to stand beside those that are there already?

One statement adds: a row that isn't there is made, one that is there grows. It is the same on SQLite and PostgreSQL.
Rows are written in order, so that two workers that write the same rows wait for each other and don't lock each other.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from operator import add, itemgetter
from typing import Any

from django.db import connection, models

from .models import MailDay, MailMonth, MailSource, SenderDay, TlsDay
from .report_reading import MailKey, Reading, Six

_NUMBERS = ("both", "by_dkim", "by_spf", "let_in", "quarantined", "rejected")
_OF_DAY = ("council_id", "domain_id", "day", "source_id", "header_from", "is_named", *_NUMBERS)
_OF_MONTH = ("council_id", "domain_id", "day", "source_id", "is_named", *_NUMBERS)
_OF_SENDER = ("council_id", "domain_id", "day", "sender", *_NUMBERS)
_OF_SOURCE = ("council_id", "source_ip", "sender")
_OF_TLS = ("council_id", "domain_id", "day", "org_name", "kind", "result", "server", "sessions")
_AT_ONCE = 500
_GROWING = frozenset({*_NUMBERS, "sessions"})
Key = tuple[Any, ...]
Row = tuple[Any, ...]


@dataclass
class Sums:
    """The numbers of several reports about one council's domains, added up: of mail by domain and day."""

    council: int
    mail: dict[tuple[int, date], dict[MailKey, Six]] = field(default_factory=dict)
    tls: dict[Key, int] = field(default_factory=dict)

    def add(self, reading: Reading, domain: int, listed: str, name: str) -> None:
        """Add a report's numbers about a domain, which is `listed` so and `name` in the report."""
        if reading.mail:
            mail = reading.mail if listed == name else _from(name, reading.mail)
            held = self.mail.setdefault((domain, reading.day), {})
            _merge(held, mail)
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
        """Yield each table that the sums belong to, its columns, and the rows in order."""
        sources = _sources(self.council, {(key[0], key[1]) for mail in self.mail.values() for key in mail})
        days: list[Row] = []
        months: dict[Key, Six] = {}
        senders: list[Row] = []
        for (domain, date_of), mail in sorted(self.mail.items(), key=itemgetter(0)):
            day, month = date_of.isoformat(), _first(date_of)
            of_day: list[Row] = []
            by_sender: dict[str, Six] = {}
            for (address, sender, header_from), six in mail.items():
                source, is_named = sources[address, sender], sender != ""
                of_day.append((self.council, domain, day, source, header_from, is_named, *six))
                _grow(months, (self.council, domain, month, source, is_named), six)
                _grow(by_sender, sender, six)
            of_day.sort()
            days += of_day
            senders += [(self.council, domain, day, sender, *six) for sender, six in sorted(by_sender.items())]
        yield MailDay, _OF_DAY, days
        yield MailMonth, _OF_MONTH, [(*key, *six) for key, six in sorted(months.items())]
        yield SenderDay, _OF_SENDER, senders
        tls = [(self.council, key[0], key[1].isoformat(), *key[2:], count) for key, count in sorted(self.tls.items())]
        yield TlsDay, _OF_TLS, tls


def _from(name: str, mail: Mapping[MailKey, Six]) -> dict[MailKey, Six]:
    """Return the numbers with the report's own domain named as the one that the mail stated."""
    return {(address, sender, stated or name): six for (address, sender, stated), six in mail.items()}


def _merge(held: dict[MailKey, Six], more: Mapping[MailKey, Six]) -> None:
    if not held:
        held.update(more)
        return
    for key, six in more.items():
        _grow(held, key, six)


def _grow(rows: dict[Any, Six], key: Any, six: Six) -> None:
    held = rows.get(key)
    rows[key] = six if held is None else tuple(map(add, held, six))


def _sources(council: int, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the ids of sources by address and sender; those that are new are made."""
    found = _find_sources(council, {address for address, _ in wanted})
    missing = sorted(wanted - found.keys())
    if missing:
        found |= _make_sources(council, missing)
    return found


def _make_sources(council: int, missing: list[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Make sources and return their ids; those that somebody else makes at this moment are asked for."""
    table = _quoted(MailSource._meta.db_table)
    made: dict[tuple[str, str], int] = {}
    with connection.cursor() as cursor:
        for start in range(0, len(missing), _AT_ONCE):
            some = [(council, *one) for one in missing[start : start + _AT_ONCE]]
            rows, values = _several(MailSource, _OF_SOURCE, some)
            # Names of our own model only; every value is a parameter.
            insert = f"INSERT INTO {table} ({_names(_OF_SOURCE)}) {rows} ON CONFLICT DO NOTHING"  # nosec B608
            cursor.execute(f"{insert} RETURNING source_ip, sender, id", values)
            made |= {(address, sender): pk for address, sender, pk in cursor.fetchall()}
    if len(made) < len(missing):
        made |= _find_sources(council, {address for address, _ in missing})
    return made


def _find_sources(council: int, wanted: set[str]) -> dict[tuple[str, str], int]:
    """Ask past the ORM, which takes several times as long for thousands of addresses."""
    addresses = sorted(wanted)
    table = _quoted(MailSource._meta.db_table)
    is_sqlite = connection.vendor == "sqlite"
    found: dict[tuple[str, str], int] = {}
    with connection.cursor() as cursor:
        for start in range(0, len(addresses), _AT_ONCE):
            some = addresses[start : start + _AT_ONCE]
            among = f"IN ({', '.join(['%s'] * len(some))})" if is_sqlite else "= ANY(%s)"
            # A name of our own model only; every value is a parameter.
            ask = f"SELECT source_ip, sender, id FROM {table} WHERE council_id = %s AND source_ip {among}"  # noqa: S608 # nosec B608
            cursor.execute(ask, [council, *some] if is_sqlite else [council, some])
            for address, sender, pk in cursor.fetchall():
                found[address, sender] = pk
    return found


def _add(model: type[models.Model], columns: Sequence[str], rows: list[Row]) -> None:
    """Add numbers to the rows of a table, in their order; the model's key says which row is which."""
    if not rows:
        return
    table = _quoted(model._meta.db_table)
    same = ", ".join(_quoted(str(field.attname)) for field in model._meta.pk_fields)
    numbers = [_quoted(name) for name in columns if name in _GROWING]
    grows = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in numbers)
    statement = f"INSERT INTO {table} ({_names(columns)}) {{}} ON CONFLICT ({same}) DO UPDATE SET {grows}"  # nosec B608
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(statement.format(f"VALUES ({', '.join(['%s'] * len(columns))})"), rows)
            return
        for start in range(0, len(rows), _AT_ONCE):
            some, values = _several(model, columns, rows[start : start + _AT_ONCE])
            cursor.execute(statement.format(some), values)


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
        for row in rows:
            key, away = row[: len(keys)], row[len(keys) :]
            cursor.execute(shrink, [*away, *key, *away])
            if cursor.rowcount != 1:
                return False
            cursor.execute(remove, key)
    return True


def _several(model: type[models.Model], columns: Sequence[str], rows: Sequence[Row]) -> tuple[str, list[Any]]:
    """Return rows as a part of a statement, and its parameters: for PostgreSQL one of JSON, much the fastest there."""
    if connection.vendor == "sqlite":
        one = f"({', '.join(['%s'] * len(columns))})"
        return f"VALUES {', '.join([one] * len(rows))}", [value for row in rows for value in row]
    typed = ", ".join(f"{_quoted(name)} {model._meta.get_field(name).db_type(connection)}" for name in columns)  # type: ignore[union-attr]
    said = json.dumps([dict(zip(columns, row, strict=True)) for row in rows])
    return f"SELECT {_names(columns)} FROM json_to_recordset(%s::json) AS said ({typed})", [said]  # noqa: S608 # nosec B608


def _names(columns: Sequence[str]) -> str:
    return ", ".join(map(_quoted, columns))


@lru_cache(maxsize=5_000)
def _first(day: date) -> str:
    return day.replace(day=1).isoformat()


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
