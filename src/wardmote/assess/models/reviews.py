"""What does somebody from outside say of an assessment, and what does the council answer?"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wardmote.register.models import Body, Person

from .answers import StatusWord
from .assessments import WALL, Assessment, Part

# A review lets somebody in: it mustn't lie about whose assessment it is of.
_HONEST = "assessment_id IN (SELECT a.id FROM assess_assessment a WHERE a.council_id = assess_review.council_id)"


class ReviewKind(models.TextChoices):
    """Who looks from outside."""

    INDEPENDENT = "independent", _("An independent assurer")
    PEER = "peer", _("A peer reviewer from another council")


class Stance(models.TextChoices):
    """What the council says to a finding."""

    AGREED = "agreed", _("We agree")
    DISPUTED = "disputed", _("We see it differently")


class Review(models.Model):
    """One person from outside looks at one assessment. What they see is the council's choice."""

    wall = WALL
    wall_for_writing = f"({WALL}) AND {_HONEST}"

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="reviews")
    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    assurer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=ReviewKind.choices)
    shows_reasons = models.BooleanField(default=True)
    shows_evidence = models.BooleanField(default=True)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    summary = models.TextField(blank=True, max_length=4000)
    finished_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"], condition=Q(withdrawn_at__isnull=True), name="review_standing_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=ReviewKind.values), name="review_kind_known"),
        ]


class ReviewFinding(models.Model):
    """The assurer's own status for one outcome of one part, with reasons, and the council's answer to it."""

    wall = WALL
    wall_for_writing = WALL

    review = models.ForeignKey(Review, models.CASCADE, related_name="findings")
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="+")
    part = models.ForeignKey(Part, models.CASCADE, related_name="+")
    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20)
    status = models.CharField(max_length=20, choices=StatusWord.choices)
    reasons = models.TextField(max_length=4000)
    good_practice = models.TextField(blank=True, max_length=4000)
    to_improve = models.TextField(blank=True, max_length=4000)
    edition = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField()
    stance = models.CharField(max_length=10, choices=Stance.choices, blank=True)
    response = models.TextField(blank=True, max_length=4000)
    responded_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    responded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "part", "outcome"], name="review_finding_once"),
            models.CheckConstraint(condition=Q(status__in=StatusWord.values), name="review_finding_status_known"),
            models.CheckConstraint(condition=Q(stance__in=["", *Stance.values]), name="review_finding_stance_known"),
            models.CheckConstraint(condition=~Q(reasons=""), name="review_finding_has_reasons"),
            models.CheckConstraint(
                condition=~Q(stance=Stance.DISPUTED) | ~Q(response=""), name="review_finding_dispute_says_why"
            ),
        ]
