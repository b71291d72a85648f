"""Does the database always know on whose behalf it is asked, also after something went wrong?"""

from contextlib import suppress

import pytest
from django.db import DatabaseError, connection, transaction

from wardmote.kernel.models import DoneOnce
from wardmote.kernel.moments import now
from wardmote.kernel.viewer import NOBODY, SYSTEM, _viewer, seeing_as, seeing_as_system, tell_new_connection


def told() -> str:
    """Return what the database was told; what it would be told where it has no such wall."""
    if connection.vendor != "postgresql":
        return _viewer.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('wardmote.viewer', true)")
        return str(cursor.fetchone()[0])


def break_a_rule() -> None:
    DoneOnce.objects.create(key="twice", at=now())
    DoneOnce.objects.bulk_create([DoneOnce(key="twice", at=now())])


def break_the_language() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")


def test_the_viewer_follows_the_block(db: None) -> None:
    assert told() == SYSTEM
    with seeing_as("7"):
        assert told() == "7"
        with seeing_as_system():
            assert told() == SYSTEM
        assert told() == "7"
        with seeing_as(NOBODY):
            assert told() == NOBODY
        assert told() == "7"
    assert told() == SYSTEM


def test_the_same_viewer_twice_is_still_told_the_first_time_only_ends(db: None) -> None:
    with seeing_as("7"):
        with seeing_as("7"):
            assert told() == "7"
        assert told() == "7"


def test_an_exception_brings_the_earlier_viewer_back(db: None) -> None:
    with pytest.raises(RuntimeError), seeing_as("7"):
        raise RuntimeError
    assert told() == SYSTEM


@pytest.mark.parametrize("fault", [break_a_rule, break_the_language])
def test_a_fault_of_the_database_inside_the_block_brings_the_earlier_viewer_back(db: None, fault: object) -> None:
    with seeing_as("7"):
        with pytest.raises(DatabaseError), transaction.atomic(), seeing_as_system():
            fault()  # type: ignore[operator]
        assert told() == "7"
    assert told() == SYSTEM


@pytest.mark.parametrize("fault", [break_a_rule, break_the_language])
def test_a_fault_of_the_database_around_the_block_brings_the_earlier_viewer_back(db: None, fault: object) -> None:
    with seeing_as("7"):
        with pytest.raises(DatabaseError), seeing_as_system(), transaction.atomic():
            fault()  # type: ignore[operator]
        assert told() == "7"


def test_a_rollback_brings_the_earlier_viewer_back(db: None) -> None:
    with seeing_as("7"):
        with suppress(RuntimeError), transaction.atomic():
            with seeing_as_system():
                DoneOnce.objects.create(key="undone", at=now())
            raise RuntimeError
        assert told() == "7"
        assert not DoneOnce.objects.filter(key="undone").exists()


def test_a_new_connection_is_told_at_once(db: None) -> None:
    with seeing_as("7"):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('wardmote.viewer', 'somebody else', false)")
        tell_new_connection(connection)
        assert told() == "7"
