"""What the processes of one run of tests make once, and then share: a migrated database, the told demonstration.

Running every migration takes half a minute, telling the demonstration's story a quarter; a copy takes a moment
and holds the same rows under the same rules.
"""

import fcntl
import os
import pickle
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.db import connection

PREPARED = "test_wardmote_prepared"
NUMBERED = """
    SELECT column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = %s AND is_identity = 'YES'
"""


def folder_of(factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all processes of this run share."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@contextmanager
def one_at_a_time(file: Path) -> Iterator[None]:
    """Let the others wait while one process makes what this file will hold."""
    with file.with_suffix(".busy").open("w") as busy:
        fcntl.flock(busy, fcntl.LOCK_EX)
        yield


# --- a migrated database ---


def without_migrating(file: Path) -> AbstractContextManager[object]:
    """Let the database be made without its tables, where they will be copied instead."""
    if not file.exists():
        return nullcontext()
    if connection.vendor == "postgresql":
        return mock.patch.dict(connection.settings_dict["TEST"], TEMPLATE=PREPARED)
    return mock.patch("django.core.management.commands.migrate.Command.handle", return_value=None)


def copy_database(file: Path) -> None:
    """Keep the migrated database for the other processes, or take over what one of them has kept."""
    if connection.vendor == "postgresql":
        if not file.exists():
            _keep_on_postgres()
            file.touch()
        return
    connection.ensure_connection()
    is_first = not file.exists()
    with closing(sqlite3.connect(file)) as kept:
        if is_first:
            connection.connection.backup(kept)
        else:
            kept.backup(connection.connection)


def _keep_on_postgres() -> None:
    made = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{PREPARED}"')
        cursor.execute(f'CREATE DATABASE "{PREPARED}" TEMPLATE "{made}"')


def forget_database(file: Path) -> None:
    """Remove what was kept on a server that goes on after the tests."""
    with one_at_a_time(file):
        if connection.vendor == "postgresql" and file.exists():
            file.unlink()
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{PREPARED}"')


# --- rows that took long to make ---


def make_or_copy_rows(file: Path, make: Callable[[], object]) -> None:
    """Make rows in the open transaction and keep them, or put those in that this process or another has kept."""
    if not _may_copy():
        make()
        return
    with one_at_a_time(file):
        if file.exists():
            _put(pickle.loads(file.read_bytes()))  # noqa: S301 - our own file of a minute ago
            return
        before = _all_rows()
        make()
        after = _all_rows()
        changed = [table for table, rows in before.items() if not set(rows) <= set(after[table])]
        assert not changed, f"rows that were there before have changed: {changed}"
        there = {table: set(rows) for table, rows in before.items()}
        new = {table: [row for row in rows if row not in there[table]] for table, rows in after.items()}
        file.write_bytes(pickle.dumps({table: rows for table, rows in new.items() if rows}))


def _may_copy() -> bool:
    """On PostgreSQL only its superuser puts rows in past the wall and the triggers."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def _all_rows() -> dict[str, list[Any]]:
    tables = [name for name in connection.introspection.table_names() if name != "django_migrations"]
    if connection.vendor == "postgresql":
        return {table: _copied_out(table) for table in tables}
    # The plus keeps what is stored as it is: a bare column would be read as its declared type.
    found = {}
    for table in tables:
        columns = ", ".join(f'+"{column}"' for column in _columns(table))
        found[table] = list(connection.connection.execute(f'SELECT {columns} FROM "{table}"'))  # noqa: S608
    return found


def _columns(table: str) -> list[str]:
    return [row[1] for row in connection.connection.execute(f'PRAGMA table_info("{table}")')]


def _copied_out(table: str) -> list[Any]:
    with connection.connection.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT'.encode()) as copy:
        return b"".join(bytes(part) for part in copy).splitlines(keepends=True)


def _put(rows: dict[str, list[Any]]) -> None:
    if connection.vendor == "postgresql":
        _put_on_postgres(rows)
        return
    for table, lines in rows.items():
        columns = _columns(table)
        names, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
        connection.connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', lines)  # noqa: S608


def _put_on_postgres(rows: dict[str, list[Any]]) -> None:
    """Copy the rows in, past triggers that have seen them already, and let numbers go on behind them."""
    with connection.connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, lines in rows.items():
            with cursor.copy(f'COPY "{table}" FROM STDIN'.encode()) as copy:
                copy.write(b"".join(lines))
            cursor.execute(NUMBERED, [table])
            for (column,) in cursor.fetchall():
                sequence = f"pg_get_serial_sequence('{table}', '{column}')"
                cursor.execute(f'SELECT setval({sequence}, max("{column}")) FROM "{table}"'.encode())  # noqa: S608
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
