"""What was called an assessment is the stocktake of one area: the word is kept for the CAF's assessments."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):

    dependencies = [("assess", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("assessment", "assessment_open_once"),
        migrations.RemoveConstraint("assessment", "assessment_closes_later"),
        migrations.RemoveConstraint("answer", "answer_once"),
        migrations.RenameModel("Assessment", "Stocktake"),
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
