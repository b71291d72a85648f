"""Which assessments by a framework of outcomes does a council make, and of what?"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wardmote.estate.models import Service, System
from wardmote.register.models import Body, Person

WALL = "council_id IN (SELECT wardmote_own_bodies()) OR assessment_id IN (SELECT wardmote_reviewed_assessments())"
HANDED_OVER = (
    "council_id IN (SELECT wardmote_own_bodies()) OR assessment_id IN (SELECT wardmote_handed_over_assessments())"
)
OWN = "council_id IN (SELECT wardmote_own_bodies())"


class State(models.TextChoices):
    """How far an assessment has come. The values are stored: never change one."""

    OPEN = "open", _("Being answered")
    APPROVED = "approved", _("Approved by the council")
    REVIEW = "review", _("With the assurer")
    RESPONSE = "response", _("Back from the assurer")
    ASSURED = "assured", _("Assured")
    CLOSED = "closed", _("Closed as approved, without an assurer")
    WITHDRAWN = "withdrawn", _("Given up")


UNFINISHED = (State.OPEN, State.APPROVED, State.REVIEW, State.RESPONSE)


class Window(models.Model):
    """A time in which the programme asks councils to assess themselves, normally twice a year."""

    title = models.CharField(max_length=120)
    framework = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    opens_on = models.DateField()
    closes_on = models.DateField()
    is_demonstration = models.BooleanField(default=False)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gt=F("opens_on")), name="window_closes_later"),
        ]


class Assessment(models.Model):
    """One council's assessment by one version of one framework, from its scope to the assured report."""

    wall = "council_id IN (SELECT wardmote_own_bodies()) OR id IN (SELECT wardmote_reviewed_assessments())"
    wall_for_writing = wall

    council = models.ForeignKey(Body, models.PROTECT, related_name="assessments")
    framework = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    profile = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    mission = models.TextField(blank=True, max_length=4000)
    due_on = models.DateField(null=True)
    window = models.ForeignKey(Window, models.SET_NULL, null=True, related_name="assessments")
    previous = models.ForeignKey("self", models.SET_NULL, null=True, related_name="following")
    opened_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    scope_sent_at = models.DateTimeField(null=True)
    scope_signed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    scope_signed_at = models.DateTimeField(null=True)
    scope_note = models.TextField(blank=True, max_length=2000)
    approved_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # Rises with every change of scope or state, so that an act from an older page is told so.
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "framework"],
                condition=Q(state__in=[s.value for s in UNFINISHED]),
                name="assessment_unfinished_once",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="assessment_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=[State.OPEN, State.WITHDRAWN]) | Q(approved_at__isnull=False),
                name="assessment_approved_first",
            ),
        ]


class Part(models.Model):
    """What outcomes are answered for: the organisation (no system), or one critical system."""

    wall = WALL
    wall_for_writing = OWN

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="parts")
    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    system = models.ForeignKey(System, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "position"], name="part_position_once"),
            models.UniqueConstraint(fields=["assessment", "system"], name="part_system_once"),
            models.CheckConstraint(
                condition=Q(position=0, system__isnull=True) | Q(position__gt=0, system__isnull=False),
                name="part_organisation_first",
            ),
        ]


class ScopedService(models.Model):
    """An essential service in an assessment's scope."""

    wall = WALL
    wall_for_writing = OWN

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="scoped_services")
    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["assessment", "service"], name="scoped_service_once")]


class Candidate(models.Model):
    """A system that might be critical, with the reason for choosing it or not."""

    wall = WALL
    wall_for_writing = OWN

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="candidates")
    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    system = models.ForeignKey(System, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    reason = models.TextField(blank=True, max_length=1000)
    is_chosen = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_chosen", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["assessment", "system"], name="candidate_once")]
