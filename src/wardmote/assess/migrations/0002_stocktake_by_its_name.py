"""What was called an assessment is the stocktake of one area: the word is kept for the CAF's assessments."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


def rename_indexes(apps, schema_editor):
    """Give the table's indexes its new name: PostgreSQL keeps the old ones, which the next model needs."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'assess_stocktake' AND indexname LIKE 'assess_assessment%'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER INDEX "{name}" RENAME TO "{name.replace("assessment", "stocktake", 1)}"')


class Migration(migrations.Migration):

    dependencies = [("assess", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("assessment", "assessment_open_once"),
        migrations.RemoveConstraint("assessment", "assessment_closes_later"),
        migrations.RemoveConstraint("answer", "answer_once"),
        migrations.RenameModel("Assessment", "Stocktake"),
        migrations.RunPython(rename_indexes, migrations.RunPython.noop),
        migrations.AlterField(
            "stocktake",
            "council",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="stocktakes", to="register.body"),
        ),
        migrations.RenameField("answer", "assessment", "stocktake"),
        migrations.RenameField("submission", "assessment", "stocktake"),
        migrations.AddConstraint(
            "answer", models.UniqueConstraint(fields=["stocktake", "question"], name="answer_once")
        ),
        migrations.AddConstraint(
            "stocktake",
            models.UniqueConstraint(
                fields=["council", "framework", "area"], condition=Q(closed_at__isnull=True), name="stocktake_open_once"
            ),
        ),
        migrations.AddConstraint(
            "stocktake",
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")), name="stocktake_closes_later"
            ),
        ),
    ]
