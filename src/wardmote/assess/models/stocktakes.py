"""What has a council answered, and what did it submit?"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wardmote.register.models import Body, Person


class RatingWord(models.TextChoices):
    """The five steps, as stored."""

    RED = "red", _("Red")
    AMBER_RED = "amber-red", _("Amber-red")
    AMBER = "amber", _("Amber")
    AMBER_GREEN = "amber-green", _("Amber-green")
    GREEN = "green", _("Green")


class Stocktake(models.Model):
    """A council's answers to one area of one framework, while they are being worked on."""

    wall = "council_id IN (SELECT wardmote_own_bodies())"

    council = models.ForeignKey(Body, models.PROTECT, related_name="stocktakes")
    framework = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    area = models.CharField(max_length=40)
    opened_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "framework", "area"],
                condition=Q(closed_at__isnull=True),
                name="stocktake_open_once",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")), name="stocktake_closes_later"
            ),
        ]


class Answer(models.Model):
    """The council's present answer to one question. An empty level is an honest "we don't know"."""

    wall = "council_id IN (SELECT wardmote_own_bodies())"

    stocktake = models.ForeignKey(Stocktake, models.CASCADE, related_name="answers")
    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    question = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField(null=True)
    note = models.TextField(blank=True, max_length=2000)
    # Rises with every save: a colleague who answers from an older page is told, and nothing is lost.
    edition = models.PositiveIntegerField(default=1)
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stocktake", "question"], name="answer_once"),
            models.CheckConstraint(condition=Q(level__isnull=True) | Q(level__lte=4), name="answer_level_known"),
        ]


class Submission(models.Model):
    """A result, frozen for good: what others may see, if the council shares results."""

    wall = "council_id IN (SELECT wardmote_own_bodies()) OR council_id IN (SELECT wardmote_results_bodies())"
    wall_for_writing = "council_id IN (SELECT wardmote_own_bodies())"

    council = models.ForeignKey(Body, models.PROTECT, related_name="submissions")
    stocktake = models.OneToOneField(Stocktake, models.PROTECT, related_name="submission")
    framework = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    area = models.CharField(max_length=40)
    score = models.FloatField()
    rating = models.CharField(max_length=12, choices=RatingWord.choices)
    unknown = models.PositiveSmallIntegerField(default=0)
    submitted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    submitted_at = models.DateTimeField()
    # The day of `submitted_at`, for asking what was known on a day.
    submitted_on = models.DateField()
    is_latest = models.BooleanField(default=True)

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "framework", "area"], condition=Q(is_latest=True), name="submission_latest_once"
            ),
            models.CheckConstraint(condition=Q(score__gte=0) & Q(score__lte=100), name="submission_score_range"),
            models.CheckConstraint(condition=Q(rating__in=RatingWord.values), name="submission_rating_known"),
        ]


class Reason(models.Model):
    """An answer and its note as submitted: what others see only where the council shares reasons."""

    wall = "council_id IN (SELECT wardmote_own_bodies()) OR council_id IN (SELECT wardmote_reasons_bodies())"
    wall_for_writing = "council_id IN (SELECT wardmote_own_bodies())"

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="reasons")
    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    question = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["submission", "question"], name="reason_once")]
