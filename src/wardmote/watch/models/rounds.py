"""Which domain was looked at when, in which night or on whose word, and what came of it?"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wardmote.estate.models import Domain
from wardmote.register.models import Body, Person


class Round(models.Model):
    """One night in which every verified domain is looked at once."""

    day = models.DateField(unique=True)
    begun_at = models.DateTimeField()
    planned = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("begun_at")), name="round_finishes_later"
            )
        ]


class VisitState(models.TextChoices):
    """Where a visit is. The values are stored."""

    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped: it could not be made, or the domain was removed meanwhile")


class Visit(models.Model):
    """One look at one domain: in a round, or on demand (no round). It becomes done together with its findings.

    `letter` is empty where too little is known for a grade.
    """

    wall = "council_id IN (SELECT wardmote_own_bodies())"

    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="visits")
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="visits")
    batch = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=VisitState.choices, default=VisitState.WAITING)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    letter = models.CharField(max_length=1, blank=True)
    points = models.PositiveSmallIntegerField(null=True)
    good = models.PositiveSmallIntegerField(default=0)
    weak = models.PositiveSmallIntegerField(default=0)
    bad = models.PositiveSmallIntegerField(default=0)
    unknown = models.PositiveSmallIntegerField(default=0)
    seconds = models.FloatField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "domain"], condition=Q(round__isnull=False), name="visit_once_in_a_round"
            ),
            models.UniqueConstraint(
                fields=["domain"], condition=Q(round__isnull=True, state="waiting"), name="visit_on_demand_waits_once"
            ),
            models.CheckConstraint(condition=Q(state__in=VisitState.values), name="visit_state_known"),
            models.CheckConstraint(
                condition=(Q(state="done") & Q(done_at__isnull=False)) | (~Q(state="done") & Q(done_at__isnull=True)),
                name="visit_done_has_a_moment",
            ),
            models.CheckConstraint(condition=Q(letter__in=["", "A", "B", "C", "D", "E"]), name="visit_letter_known"),
            models.CheckConstraint(
                condition=Q(points__isnull=True, letter="")
                | (Q(points__isnull=False, points__lte=100) & ~Q(letter="")),
                name="visit_points_with_letter",
            ),
        ]
        indexes = [
            models.Index(fields=["domain", "-done_at"], name="visit_newest"),
            models.Index(fields=["round", "batch", "state"], name="visit_by_batch"),
        ]
