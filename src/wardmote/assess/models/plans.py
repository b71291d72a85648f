"""What will a council do about its gaps, by when, and for how much?"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wardmote.register.models import Body, Person

from .answers import StatusWord
from .assessments import OWN, Assessment, Part


class LineState(models.TextChoices):
    """How far a line of the plan has come."""

    TO_DO = "to-do", _("To do")
    STARTED = "started", _("Started")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class Plan(models.Model):
    """One assessment's improvement plan, with the section 151 officer's sign-off of its costs."""

    wall = OWN

    assessment = models.OneToOneField(Assessment, models.PROTECT, related_name="plan")
    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    note = models.TextField(blank=True, max_length=4000)
    started_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField()
    signed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    # What was signed: SHA-256 of the lines' actions and costs, and their sums in pounds.
    signed_digest = models.CharField(max_length=64, blank=True)
    signed_once = models.PositiveBigIntegerField(default=0)
    signed_yearly = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_digest="")
                | (Q(signed_at__isnull=False) & ~Q(signed_digest="")),
                name="plan_signature_whole",
            ),
        ]


class PlanLine(models.Model):
    """One thing to do about one outcome. Costs are whole pounds; an empty cost isn't known yet, and isn't nought."""

    wall = OWN

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="lines")
    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    part = models.ForeignKey(Part, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20)
    action = models.TextField(max_length=2000)
    cost_once = models.PositiveIntegerField(null=True)
    cost_yearly = models.PositiveIntegerField(null=True)
    effort_days = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    owner = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=LineState.choices, default=LineState.TO_DO)
    # Where the outcome stands when the line is written, and where it will stand once it is done.
    status_now = models.CharField(max_length=20, choices=StatusWord.choices)
    status_expected = models.CharField(max_length=20, choices=StatusWord.choices)
    edition = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=LineState.values), name="plan_line_state_known"),
            models.CheckConstraint(
                condition=Q(status_now__in=StatusWord.values) & Q(status_expected__in=StatusWord.values),
                name="plan_line_status_known",
            ),
            models.CheckConstraint(
                condition=Q(effort_days__isnull=True) | Q(effort_days__gte=0), name="plan_line_effort_not_negative"
            ),
        ]
