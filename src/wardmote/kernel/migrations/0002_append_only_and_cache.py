"""The audit table refuses changes in the database itself, and the shared cache gets its table."""

from django.core.management import call_command
from django.db import migrations

SQLITE = [
    f"CREATE TRIGGER audit_refuses_{verb.lower()} BEFORE {verb} ON kernel_auditentry "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    "CREATE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$",
    "CREATE TRIGGER audit_refuses BEFORE UPDATE OR DELETE ON kernel_auditentry "
    "FOR EACH ROW EXECUTE FUNCTION audit_refuses()",
]


def forbid_changes(apps, schema_editor):
    for sql in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(sql)


def allow_changes(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER audit_refuses_{verb}")
    else:
        schema_editor.execute("DROP FUNCTION audit_refuses CASCADE")


def make_cache(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [
        migrations.RunPython(forbid_changes, allow_changes),
        migrations.RunPython(make_cache, migrations.RunPython.noop),
    ]
