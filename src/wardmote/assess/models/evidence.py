"""What shows that an answer is true?"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wardmote.register.models import Body, Person

from .assessments import HANDED_OVER, OWN, Assessment, Part

# A use lets the assurer have the piece: it mustn't be another council's.
_HONEST = "evidence_id IN (SELECT e.id FROM assess_evidence e WHERE e.council_id = assess_evidenceuse.council_id)"


class EvidenceKind(models.TextChoices):
    """An uploaded file, or words that say where to find it."""

    FILE = "file", _("A file")
    REFERENCE = "reference", _("A document or minutes that are kept elsewhere")


class Evidence(models.Model):
    """One piece of evidence, used for as many outcomes and years as it serves.

    `stored` names the file below the uploads folder; `digest` is the SHA-256 of its bytes. An assurer sees a piece
    only where `is_shown` says so and it is used in the assessment that they review.
    """

    wall = f"{OWN} OR id IN (SELECT wardmote_reviewed_evidence())"
    wall_for_writing = OWN

    council = models.ForeignKey(Body, models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=12, choices=EvidenceKind.choices)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True, max_length=2000)
    reference = models.CharField(max_length=500, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    stored = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    owner = models.CharField(max_length=120, blank=True)
    expires_on = models.DateField(null=True)
    is_shown = models.BooleanField(default=False)
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EvidenceKind.values), name="evidence_kind_known"),
            models.CheckConstraint(
                condition=(Q(kind=EvidenceKind.FILE) & ~Q(stored=""))
                | (Q(kind=EvidenceKind.REFERENCE) & ~Q(reference="") & Q(stored="")),
                name="evidence_is_somewhere",
            ),
        ]


class EvidenceUse(models.Model):
    """A piece of evidence stands behind an outcome of an assessment."""

    wall = HANDED_OVER
    wall_for_writing = f"{OWN} AND {_HONEST}"

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="uses")
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="evidence_uses")
    part = models.ForeignKey(Part, models.CASCADE, related_name="evidence_uses")
    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20)
    used_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    used_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["evidence", "part", "outcome"], name="evidence_used_once"),
        ]
        indexes = [models.Index(fields=["part", "outcome"], name="evidence_use_by_outcome")]


class KnownFact(models.Model):
    """Something that Wardmote itself knows and that bears on an outcome. It informs; it changes no answer.

    `source` and `key` name what it came from, so that a newer word replaces the older one.
    """

    wall = OWN

    council = models.ForeignKey(Body, models.CASCADE, related_name="known_facts")
    framework = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20)
    source = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    verdict = models.CharField(
        max_length=8,
        choices=[("good", _("Good")), ("weak", _("Weak")), ("bad", _("Bad")), ("unknown", _("Unknown"))],
    )
    says = models.CharField(max_length=500)
    link = models.CharField(max_length=300, blank=True)
    known_at = models.DateTimeField()

    class Meta:
        ordering = ["source", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "framework", "version", "outcome", "source", "key"], name="known_fact_once"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["good", "weak", "bad", "unknown"]), name="known_fact_verdict_known"
            ),
        ]
