"""What was the result of an assessment, frozen for good?"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wardmote.register.models import Body, Person

from .answers import StatusWord
from .assessments import OWN, Assessment

_RESULTS = f"{OWN} OR council_id IN (SELECT wardmote_results_bodies())"
_HANDED_OVER = "assessment_id IN (SELECT wardmote_handed_over_assessments())"
_REASONED = "assessment_id IN (SELECT wardmote_reviewed_reasons())"


class ReportKind(models.TextChoices):
    """Whose word a report rests on."""

    APPROVED = "approved", _("Approved by the council itself")
    ASSURED = "assured", _("Assured from outside")


class Report(models.Model):
    """One version of one assessment's result. `content` holds statuses and targets; reasons lie apart.

    `digest` is the SHA-256 of the content and the reasons as canonical JSON.
    """

    wall = f"{_RESULTS} OR {_HANDED_OVER}"
    wall_for_writing = OWN

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="reports")
    council = models.ForeignKey(Body, models.PROTECT, related_name="assessment_reports")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=ReportKind.choices)
    framework = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    profile = models.CharField(max_length=40, blank=True)
    outcomes_met = models.PositiveSmallIntegerField()
    outcomes_total = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_on = models.DateField()
    # The newest report of this council by this framework and version.
    is_latest = models.BooleanField(default=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="report_number_once"),
            models.UniqueConstraint(
                fields=["council", "framework", "version"], condition=Q(is_latest=True), name="report_latest_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="report_kind_known"),
        ]
        indexes = [models.Index(fields=["framework", "version", "is_latest"], name="report_latest")]


class ReportReasons(models.Model):
    """The words behind a report: justifications, alternatives, findings and answers to them."""

    wall = f"{OWN} OR council_id IN (SELECT wardmote_reasons_bodies()) OR {_REASONED}"
    wall_for_writing = OWN

    report = models.OneToOneField(Report, models.PROTECT, related_name="reasons")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="+")
    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    content = models.JSONField()


class OutcomeResult(models.Model):
    """One outcome of one report for the whole council: the weakest of its parts."""

    wall = _RESULTS
    wall_for_writing = OWN

    report = models.ForeignKey(Report, models.CASCADE, related_name="results")
    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    framework = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20)
    status = models.CharField(max_length=20, choices=StatusWord.choices)
    is_met = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "outcome"], name="outcome_result_once"),
            models.CheckConstraint(condition=Q(status__in=StatusWord.values), name="outcome_result_status_known"),
        ]


class PaperKind(models.TextChoices):
    """Which paper is made from an assessment."""

    REPORT = "report", _("Report")
    SUMMARY = "summary", _("One-page summary for leaders")
    BUSINESS_CASE = "business-case", _("Business case")


class PaperState(models.TextChoices):
    """How far the making of a paper has come."""

    WAITING = "waiting", _("Waiting to start")
    WORKING = "working", _("Being made")
    DONE = "done", _("Ready")
    FAILED = "failed", _("It went wrong")


class Paper(models.Model):
    """A PDF that a job makes. `report` is empty for a draft or a plan, which speak of the assessment as it stands."""

    wall = f"{OWN} OR asked_by_id::text = current_setting('wardmote.viewer', true)"

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="papers")
    report = models.ForeignKey(Report, models.CASCADE, null=True, related_name="papers")
    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=PaperKind.choices)
    state = models.CharField(max_length=8, choices=PaperState.choices, default=PaperState.WAITING)
    # How many of the steps are done.
    step = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=4)
    shows_reasons = models.BooleanField(default=True)
    stored = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=200, blank=True)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PaperKind.values), name="paper_kind_known"),
            models.CheckConstraint(condition=Q(state__in=PaperState.values), name="paper_state_known"),
            models.CheckConstraint(condition=~Q(state=PaperState.DONE) | ~Q(stored=""), name="paper_done_is_somewhere"),
        ]
