"""Is the wall put up for every model that asks for one, and only on PostgreSQL?"""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from wardmote.kernel import wall
from wardmote.kernel.models import AuditEntry, Letter


def policies() -> dict[str, tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, qual, with_check FROM pg_policies WHERE policyname = 'wardmote_wall'")
        return {table: (sees, writes) for table, sees, writes in cursor.fetchall()}


def test_models_that_say_how_they_are_kept_apart_are_walled() -> None:
    walled = set(wall.walled_models())
    assert AuditEntry in walled
    assert Letter not in walled


def test_every_function_that_a_wall_calls_is_defined() -> None:
    defined = " ".join(wall.FUNCTIONS.values())
    for model in wall.walled_models():
        for condition in (model.wall, getattr(model, "wall_for_writing", "")):  # type: ignore[attr-defined]
            for word in condition.replace("(", " ").replace(")", " ").split():
                if word.startswith("wardmote_"):
                    assert f"FUNCTION {word}()" in defined


@pytest.mark.postgres_only
def test_every_walled_table_has_its_policy(db: None) -> None:
    assert set(policies()) == {model._meta.db_table for model in wall.walled_models()}


@pytest.mark.postgres_only
def test_the_house_itself_passes_every_wall(db: None) -> None:
    for sees, writes in policies().values():
        assert "'system'" in sees
        assert "'system'" in writes


@pytest.mark.postgres_only
def test_putting_the_wall_up_again_changes_nothing(db: None) -> None:
    before = policies()
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    wall.put_up()
    assert policies() == before


@pytest.mark.postgres_only
def test_a_wall_that_was_taken_down_is_put_up_after_the_next_migration(db: None) -> None:
    before = policies()
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("DROP POLICY wardmote_wall ON assess_answer")
    wall.rebuild(apps.get_app_config("register"), "default")
    assert set(before) - set(policies()) == {"assess_answer"}
    wall.rebuild(apps.get_app_config("kernel"), "default")
    assert policies() == before


@pytest.mark.sqlite_only
def test_sqlite_has_no_wall_to_put_up(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        wall.put_up()
