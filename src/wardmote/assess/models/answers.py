"""What does a council say of each outcome, who is to say it, and who changed it?"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wardmote.register.models import Body, Person

from .assessments import HANDED_OVER, OWN, Assessment, Part


class StatusWord(models.TextChoices):
    """The statuses, as stored."""

    NOT_ACHIEVED = "not-achieved", _("Not achieved")
    PARTIALLY_ACHIEVED = "partially-achieved", _("Partially achieved")
    ACHIEVED = "achieved", _("Achieved")


class Confidence(models.IntegerChoices):
    """How sure the council is of an answer."""

    LOW = 1, _("Not sure: somebody should look again")
    MEDIUM = 2, _("Fairly sure")
    HIGH = 3, _("Sure: we could show it to an assurer")


class OutcomeAnswer(models.Model):
    """The council's present answer to one outcome for one part.

    `replies` holds what is said of each official statement (id to "true" or "alternative"; left out: not true),
    `alternatives` the control that stands for a statement. Without statements the status is chosen directly.
    """

    wall = HANDED_OVER
    wall_for_writing = OWN

    part = models.ForeignKey(Part, models.CASCADE, related_name="answers")
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="answers")
    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20)
    status = models.CharField(max_length=20, choices=StatusWord.choices, null=True)  # noqa: DJ001 - null: nothing said
    replies = models.JSONField(default=dict)
    alternatives = models.JSONField(default=dict)
    confidence = models.PositiveSmallIntegerField(choices=Confidence.choices, null=True)
    justification = models.TextField(blank=True, max_length=4000)
    is_confirmed = models.BooleanField(default=False)
    # Carried forward from an earlier assessment, and not looked at since.
    is_to_check = models.BooleanField(default=False)
    # Rises with every save: a colleague who saves from an older page is told, and nothing is lost.
    edition = models.PositiveIntegerField(default=1)
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "outcome"], name="outcome_answer_once"),
            models.CheckConstraint(
                condition=Q(status__isnull=True) | Q(status__in=StatusWord.values), name="outcome_answer_status_known"
            ),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__in=Confidence.values),
                name="outcome_answer_confidence_known",
            ),
            models.CheckConstraint(
                condition=Q(is_confirmed=False)
                | (Q(status__isnull=False) & Q(confidence__isnull=False) & ~Q(justification="")),
                name="outcome_answer_confirmed_with_reason",
            ),
        ]


class AnswerChange(models.Model):
    """One save: what changed from what to what, as differences (`engines.frameworks.difference`).

    An assurer sees what the council says, never how it came to say so.
    """

    wall = OWN

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="changes")
    part = models.ForeignKey(Part, models.CASCADE, related_name="+")
    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20)
    changes = models.JSONField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["part", "outcome", "-id"], name="answer_change_by_outcome")]


class Assignment(models.Model):
    """Who is to answer an outcome, and by when."""

    wall = OWN

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="assignments")
    part = models.ForeignKey(Part, models.CASCADE, related_name="assignments")
    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    due_on = models.DateField(null=True)
    assigned_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    assigned_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "outcome"], name="assignment_once")]
        indexes = [models.Index(fields=["person"], name="assignment_by_person")]


class Comment(models.Model):
    """What colleagues say to each other beside an outcome. It never leaves the council."""

    wall = OWN

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="comments")
    part = models.ForeignKey(Part, models.CASCADE, related_name="+")
    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20)
    text = models.TextField(max_length=2000)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["part", "outcome"], name="comment_by_outcome")]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="comment_says_something")]
