"""What does the database itself keep apart, whatever the application asks?

A model that belongs to a body says so with a class attribute `wall`, a SQL condition over its own
columns. On PostgreSQL each such table gets row-level security, forced on its owner too; the
conditions may call the functions that the rooms register here. The audit log takes inserts only.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, models

FUNCTIONS: dict[str, str] = {}
IS_SYSTEM = "current_setting('wardmote.viewer', true) = 'system'"

_ROLE = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {role} NOLOGIN; END IF;
  IF NOT pg_has_role(current_user, '{role}', '{membership}') THEN
    EXECUTE format('GRANT {role} TO %I {how}', current_user);
  END IF;
END $$;
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
REVOKE UPDATE, DELETE ON kernel_auditentry FROM {role};
"""
# Since PostgreSQL 16, whoever makes a role may administer it but not take it, unless told so.
_TAKING_A_ROLE = {True: ("SET", "WITH SET TRUE"), False: ("MEMBER", "")}

_POLICY = """
ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS wardmote_wall ON "{table}";
CREATE POLICY wardmote_wall ON "{table}" USING ({system} OR ({sees})) WITH CHECK ({system} OR ({writes}));
"""


def define(name: str, sql: str) -> None:
    """Register the statement that (re)creates one function for conditions to call."""
    FUNCTIONS[name] = sql


# The day that everybody in the country reads on the calendar, as the application counts days too.
define(
    "today",
    "CREATE OR REPLACE FUNCTION wardmote_today() RETURNS date LANGUAGE sql STABLE AS"
    " $$ SELECT (now() AT TIME ZONE 'Europe/London')::date $$;",
)


def walled_models() -> Iterator[type[models.Model]]:
    """Yield every model that says how the database keeps its rows apart."""
    for model in apps.get_models():
        if getattr(model, "wall", None):
            yield model


def rebuild(sender: Any, using: str, **_: Any) -> None:
    """Put the wall up again, once all migrations have run (Django says so once for each application)."""
    if sender.label == "kernel":
        put_up(using)


def put_up(using: str = "default") -> None:
    """Make the role, the functions and the policies as they are in this version; only PostgreSQL has them."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        membership, how = _TAKING_A_ROLE[connection.pg_version >= 160_000]  # type: ignore[attr-defined]
        cursor.execute(_ROLE.format(role=settings.APP_ROLE, membership=membership, how=how))
        for sql in FUNCTIONS.values():
            cursor.execute(sql)
        for model in walled_models():
            if model._meta.db_table in tables:
                cursor.execute(_policy(model))


def _policy(model: type[models.Model]) -> str:
    sees: str = model.wall  # type: ignore[attr-defined]
    writes = getattr(model, "wall_for_writing", sees)
    return _POLICY.format(table=model._meta.db_table, system=IS_SYSTEM, sees=sees, writes=writes)
