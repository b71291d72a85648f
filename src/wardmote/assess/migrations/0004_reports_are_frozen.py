"""The database itself refuses to change a report or to delete one. Which is the latest, and who made it, may change."""

from django.db import migrations

FROZEN = {
    "assess_report": (
        "assessment_id, council_id, number, kind, framework, version, profile, outcomes_met, outcomes_total, "
        "content, digest, made_at, made_on"
    ),
    "assess_reportreasons": "report_id, assessment_id, council_id, content",
    "assess_outcomeresult": "report_id, council_id, framework, version, outcome, status, is_met",
}
WORDS = "a report is frozen for good"


def statements(vendor):
    for table, columns in FROZEN.items():
        for verb, event in (("update", f"UPDATE OF {columns}"), ("delete", "DELETE")):
            head = f"CREATE TRIGGER {table}_refuses_{verb} BEFORE {event} ON {table} "
            if vendor == "sqlite":
                yield f"{head}BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
            else:
                yield f"{head}FOR EACH ROW EXECUTE FUNCTION assess_report_refuses()"


def forbid_changes(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION assess_report_refuses() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{WORDS}'; END $$"
        )
    for sql in statements(vendor):
        schema_editor.execute(sql)


def allow_changes(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION assess_report_refuses CASCADE")
        return
    for table in FROZEN:
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {table}_refuses_{verb}")


class Migration(migrations.Migration):
    dependencies = [("assess", "0003_assessments")]

    operations = [migrations.RunPython(forbid_changes, allow_changes)]
