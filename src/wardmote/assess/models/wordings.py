"""Which official wordings and profiles were brought into this installation?"""

from django.db import models
from django.db.models import Q

from wardmote.register.models import Person


class ImportKind(models.TextChoices):
    """What an imported file holds."""

    WORDING = "wording"
    PROFILE = "profile"


class ImportedFramework(models.Model):
    """An imported wording or profile. It belongs to nobody: every council assesses by the same words."""

    kind = models.CharField(max_length=8, choices=ImportKind.choices)
    framework = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    # The profile's key; empty for a wording.
    key = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    faults = models.JSONField(default=list)
    imported_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    imported_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ["-imported_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "framework", "version", "key"],
                condition=Q(is_current=True),
                name="imported_framework_current_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=ImportKind.values), name="imported_framework_kind_known"),
        ]
