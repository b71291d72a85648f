"""Where does a council stand from outside on a day?

And among those who share: how far has each control come, and how long does it take them to mend what was found?
"""

from django.db import models
from django.db.models import Q

from wardmote.register.models import Body

from .findings import VerdictWord


class Standing(models.Model):
    """What a council's domains came to on a day, if anything could be told: seen by others as results are shared."""

    wall = "council_id IN (SELECT wardmote_own_bodies()) OR council_id IN (SELECT wardmote_results_bodies())"
    wall_for_writing = "council_id IN (SELECT wardmote_own_bodies())"

    council = models.ForeignKey(Body, models.PROTECT, related_name="standings")
    day = models.DateField()
    letter = models.CharField(max_length=1)
    points = models.PositiveSmallIntegerField()
    domains = models.PositiveIntegerField()
    good = models.PositiveIntegerField(default=0)
    weak = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    unknown = models.PositiveIntegerField(default=0)
    is_latest = models.BooleanField(default=True)

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["council", "day"], name="standing_once_a_day"),
            models.UniqueConstraint(fields=["council"], condition=Q(is_latest=True), name="standing_latest_once"),
            models.CheckConstraint(condition=Q(letter__in=["A", "B", "C", "D", "E"]), name="standing_letter_known"),
            models.CheckConstraint(condition=Q(points__lte=100), name="standing_points_range"),
        ]


class Uptake(models.Model):
    """In how many councils does a control stand how, on a day: only councils that share results are counted.

    A council counts with its worst domain. No row names a council.
    """

    day = models.DateField()
    is_demonstration = models.BooleanField(default=False)
    check_id = models.CharField(max_length=40)
    verdict = models.CharField(max_length=15, choices=VerdictWord.choices)
    councils = models.PositiveIntegerField()

    class Meta:
        ordering = ["day", "check_id", "verdict"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "is_demonstration", "check_id", "verdict"], name="uptake_once_a_day"
            ),
            models.CheckConstraint(condition=Q(verdict__in=VerdictWord.values), name="uptake_verdict_known"),
        ]


class TimeToMend(models.Model):
    """How many days lie between finding and fix in the middle of the councils that share results, over a year.

    A council counts once, with its own median, if it mended anything of that severity. No row names a council.
    """

    day = models.DateField()
    is_demonstration = models.BooleanField(default=False)
    severity = models.PositiveSmallIntegerField()
    councils = models.PositiveIntegerField()
    days = models.FloatField()

    class Meta:
        ordering = ["day", "-severity"]
        constraints = [
            models.UniqueConstraint(fields=["day", "is_demonstration", "severity"], name="time_to_mend_once_a_day"),
            models.CheckConstraint(condition=Q(severity__range=(1, 4)), name="time_to_mend_severity_known"),
            models.CheckConstraint(condition=Q(days__gte=0), name="time_to_mend_not_negative"),
        ]
