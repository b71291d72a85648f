"""What every test has at hand: the database as the application sees it, and a small world to fill."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from wardmote.kernel.viewer import seeing_as_system

from . import shared
from .worlds import World


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the matrix of doors be written anew."""
    parser.addoption("--write-doors", action="store_true", help="write tests/architecture/doors.txt anew")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what speaks of the other database."""
    vendor = connection.vendor
    for item in items:
        if vendor != "postgresql" and item.get_closest_marker("postgres_only"):
            item.add_marker(pytest.mark.skip(reason="speaks of PostgreSQL; this run is on SQLite"))
        if vendor != "sqlite" and item.get_closest_marker("sqlite_only"):
            item.add_marker(pytest.mark.skip(reason="speaks of SQLite; this run is on PostgreSQL"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give each process whole files."""
    from .by_file import ByFile

    return ByFile(config, log)


@pytest.fixture(scope="session")
def _prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, ExitStack]]:
    """Wait until another process of this run has made a database, or be the one that makes it."""
    file = shared.folder_of(tmp_path_factory) / f"prepared-{connection.vendor}"
    with ExitStack() as until_made:
        until_made.enter_context(shared.one_at_a_time(file))
        until_made.enter_context(shared.without_migrating(file))
        yield file, until_made


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, _prepared: tuple[Path, ExitStack]
) -> None:
    """Before pytest-django makes the database of this process."""


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, _prepared: tuple[Path, ExitStack], django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """After it: keep what was migrated, or copy what is kept."""
    file, until_made = _prepared
    with until_made, django_db_blocker.unblock():
        shared.copy_database(file)
    yield
    with django_db_blocker.unblock():
        shared.forget_database(file)


@pytest.fixture(autouse=True)
def _as_the_application(request: pytest.FixtureRequest) -> Iterator[None]:
    """On PostgreSQL, take the non-owner role, so that row-level security binds tests as it binds web and worker.

    The test's own preparations are the house's; a request through the test client is its person's.
    """
    if "db" not in request.fixturenames and not request.node.get_closest_marker("django_db"):
        yield
        return
    request.getfixturevalue("db")
    with seeing_as_system():
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('wardmote.viewer', 'system', false)")
            cursor.execute("SET ROLE wardmote_app")
        yield
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")


@pytest.fixture
def world(db: None) -> World:
    """Return an empty world to fill with councils and people."""
    return World()
