"""On whose behalf is the database being asked right now?

PostgreSQL's row-level security reads the answer from a session setting; SQLite has no such wall and
ignores it. Unset means nobody, who sees nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

NOBODY, SYSTEM = "", "system"
_viewer: ContextVar[str] = ContextVar("viewer", default=NOBODY)


@contextmanager
def seeing_as(viewer: str) -> Iterator[None]:
    """Ask the database as this person (their id as text) until the block ends."""
    if viewer == _viewer.get():
        yield
        return
    token = _viewer.set(viewer)
    _tell(connection)
    try:
        yield
    finally:
        _viewer.reset(token)
        _tell(connection)


@contextmanager
def seeing_as_system() -> Iterator[None]:
    """Ask on the house's own behalf: jobs, commands, sign-in, and aggregates that name nobody."""
    with seeing_as(SYSTEM):
        yield


def tell_new_connection(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Tell a connection that was just opened who is asking."""
    _tell(connection)


def _tell(connection: BaseDatabaseWrapper) -> None:
    if connection.vendor != "postgresql" or connection.connection is None:
        return
    from psycopg.pq import TransactionStatus

    # In a broken transaction nothing can be said; its rollback brings the earlier viewer back.
    if connection.in_atomic_block and connection.needs_rollback:
        return
    if connection.connection.info.transaction_status == TransactionStatus.INERROR:
        return
    with connection.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('wardmote.viewer', %s, false)", [_viewer.get()])
