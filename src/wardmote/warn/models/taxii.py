"""What is handed on as STIX: collections, the objects in them, and what became of what was sent?"""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Q

from wardmote.engines.advisories.facts import Label
from wardmote.register.models import Body, Person

from .circles import Circle

LABELS = [label.value for label in Label]
LONGEST_ID = 300
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Collection(models.Model):
    """Objects for one audience: a circle, or where none is named all members of the owner; and of one label.

    The label is the collection's and holds for all that is in it: what is marked more strictly isn't taken. `last` is
    the place of the newest object, which the next one must follow.
    """

    wall = "id IN (SELECT wardmote_shared_collections()) OR id IN (SELECT wardmote_red_collections())"
    wall_for_writing = "owner_id IN (SELECT wardmote_operated_bodies())"

    uuid = models.UUIDField(unique=True, default=uuid4)
    owner = models.ForeignKey(Body, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, null=True, related_name="collections")
    label = models.CharField(max_length=12)
    title = models.CharField(max_length=120)
    description = models.CharField(max_length=1_000, blank=True)
    can_be_written = models.BooleanField(default=False)
    last = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(label__in=LABELS), name="collection_label_known"),
            models.CheckConstraint(condition=~Q(title=""), name="collection_has_a_title"),
            # Whoever sends by a program can't name the people whom RED asks for.
            models.CheckConstraint(
                condition=~Q(label=Label.RED.value) | Q(can_be_written=False), name="collection_red_is_not_written"
            ),
        ]


class StixObject(models.Model):
    """One version of an object, as it was sent.

    `sequence` is its place and the moment of its addition in one: microseconds since 1970, each once in a collection
    and each later than the one before, so that neither a moment nor a cursor can pass over an object. `version` is
    `modified` or `created`, to the microsecond, so that texts sort as moments do.
    """

    wall = "collection_id IN (SELECT wardmote_shared_collections()) OR id IN (SELECT wardmote_red_objects())"
    wall_for_writing = "false"

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="objects_added", db_index=False)
    sequence = models.BigIntegerField()
    stix_id = models.CharField(max_length=LONGEST_ID)
    version = models.CharField(max_length=27)
    spec_version = models.CharField(max_length=3)
    type = models.CharField(max_length=250)
    is_first = models.BooleanField()
    is_last = models.BooleanField()
    body = models.TextField()
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    added_for = models.ForeignKey(Body, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "sequence"], name="stix_object_place_once"),
            models.UniqueConstraint(fields=["collection", "stix_id", "version"], name="stix_object_version_once"),
            models.UniqueConstraint(
                fields=["collection", "stix_id"], condition=Q(is_last=True), name="stix_object_one_is_last"
            ),
            models.UniqueConstraint(
                fields=["collection", "stix_id"], condition=Q(is_first=True), name="stix_object_one_is_first"
            ),
        ]
        indexes = [
            models.Index(fields=["collection", "sequence"], condition=Q(is_last=True), name="stix_object_last"),
            models.Index(
                fields=["collection", "type", "sequence"], condition=Q(is_last=True), name="stix_object_last_by_type"
            ),
        ]

    @property
    def added_at(self) -> datetime:
        """Return when it was added."""
        return moment_of_place(self.sequence)


class RedReader(models.Model):
    """A person whom an object of label RED is for. Nobody else reads it."""

    wall = "person_id::text = current_setting('wardmote.viewer', true)"
    wall_for_writing = "false"

    object = models.ForeignKey(StixObject, models.CASCADE, related_name="readers", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object", "person"], name="red_reader_once")]


class AddStatus(models.Model):
    """What became of objects that somebody sent, told to that person only. `told` is the answer as it was given."""

    wall = "person_id::text = current_setting('wardmote.viewer', true)"

    uuid = models.UUIDField(unique=True, default=uuid4)
    collection = models.ForeignKey(Collection, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    requested_at = models.DateTimeField()
    told = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["person", "requested_at"], name="add_status_of_person")]


def moment_of_place(sequence: int) -> datetime:
    """Return the moment that a place in a collection stands for."""
    return _EPOCH + timedelta(microseconds=sequence)


def place_of_moment(moment: datetime) -> int:
    """Return the place that a moment stands for."""
    return (moment - _EPOCH) // timedelta(microseconds=1)
