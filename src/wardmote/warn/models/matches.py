"""Which product in which version does which story speak of? Once for all councils."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wardmote.estate.models import Edition

from .stories import Range, Story


class Certainty(models.TextChoices):
    """How sure a match is. The values are stored."""

    SURE = "sure", _("The version is one that is affected")
    LIKELY = "likely", _("The product is affected in some versions, and ours isn't known")


class Match(models.Model):
    """A range meets an edition: whoever runs the edition is concerned. Can be made anew at any time."""

    # No constraints on these keys: rows are derived, made by the million in one statement, and swept (`matching.py`).
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    story = models.ForeignKey(Story, models.CASCADE, related_name="matches", db_constraint=False)
    range = models.ForeignKey(Range, models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    certainty = models.CharField(max_length=6, choices=Certainty.choices, default=Certainty.SURE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "story"], name="match_once"),
            models.CheckConstraint(condition=Q(certainty__in=Certainty.values), name="match_certainty_known"),
        ]
