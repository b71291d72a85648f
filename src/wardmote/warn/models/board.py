"""What do those who run a WARP do about what their members were warned of, and what else have members joined?"""

from django.db import models
from django.db.models import F, Q

from wardmote.register.models import Body, Person

from .notices import Notice
from .stories import Story
from .taxii import LONGEST_ID, Collection


class Nudge(models.Model):
    """Those who run a WARP remind a council of a warning, at most once a day; it is told with the next letter."""

    wall = "council_id IN (SELECT wardmote_own_bodies()) OR from_body_id IN (SELECT wardmote_operated_bodies())"
    wall_for_writing = "from_body_id IN (SELECT wardmote_operated_bodies())"

    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="nudges")
    from_body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["notice", "on"], name="nudge_once_a_day")]


class Joined(models.Model):
    """A body belongs to another scheme that shares or warns (`data/schemes.toml`), from one day until another."""

    wall = "body_id IN (SELECT wardmote_own_bodies()) OR body_id IN (SELECT wardmote_audience_bodies())"

    body = models.ForeignKey(Body, models.CASCADE, related_name="+")
    scheme = models.SlugField(max_length=40)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["scheme", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "scheme"], condition=Q(until__isnull=True), name="joined_open_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="joined_until_later",
            ),
        ]


class Sighting(models.Model):
    """Somebody saw a vulnerability used: read from, or handed on in, a collection, whose audience it has.

    It never says where: that is in no column, and in no object that we hand on.
    """

    wall = "collection_id IN (SELECT wardmote_shared_collections())"
    wall_for_writing = "false"

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="sightings")
    story = models.ForeignKey(Story, models.CASCADE, related_name="sightings")
    stix_id = models.CharField(max_length=LONGEST_ID)
    count = models.PositiveIntegerField(default=1)
    seen_from = models.DateTimeField(null=True)
    seen_to = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "stix_id", "story"], name="sighting_once"),
            models.CheckConstraint(
                condition=Q(seen_from__isnull=True) | Q(seen_to__isnull=True) | Q(seen_to__gte=F("seen_from")),
                name="sighting_ends_later",
            ),
        ]
