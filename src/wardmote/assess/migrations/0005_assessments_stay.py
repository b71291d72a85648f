"""The database itself refuses to hand an assessment to another council: its assurer may write the row, but not that."""

from django.db import migrations

WORDS = "an assessment stays with its council"
POSTGRESQL = (
    f"""CREATE FUNCTION assess_assessment_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.council_id <> OLD.council_id THEN
      RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW; END $$""",
    """CREATE TRIGGER assess_assessment_stays BEFORE UPDATE OF council_id ON assess_assessment
    FOR EACH ROW EXECUTE FUNCTION assess_assessment_stays()""",
)
SQLITE = (
    f"""CREATE TRIGGER assess_assessment_stays BEFORE UPDATE OF council_id ON assess_assessment
    WHEN NEW.council_id <> OLD.council_id BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
)


def forbid(apps, schema_editor):
    for sql in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(sql)


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION assess_assessment_stays CASCADE")
        return
    schema_editor.execute("DROP TRIGGER assess_assessment_stays")


class Migration(migrations.Migration):
    dependencies = [("assess", "0004_reports_are_frozen")]

    operations = [migrations.RunPython(forbid, allow)]
