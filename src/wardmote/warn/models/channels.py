"""By which ways besides letters do a council's warnings leave the house?"""

from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wardmote.register.models import Body, Person

from .notices import WALL, Notice, Occasion, Priority

_TOO_SHORT_TO_SHOW = 8


class ChannelKind(models.TextChoices):
    """What is sent to an address. The values are stored."""

    WEBHOOK = "webhook", _("A program of ours: signed JSON")
    TEAMS = "teams", _("A Microsoft Teams channel")
    SLACK = "slack", _("A Slack channel, or one that takes the same")


class Channel(models.Model):
    """An address of the council's own that is told of its warnings; `secret` signs what is sent, sealed."""

    wall = WALL

    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=ChannelKind.choices)
    address = models.URLField(max_length=500)
    secret = models.TextField(blank=True)
    least_priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.PLANNED)
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)
    trouble_since = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ChannelKind.values), name="channel_kind_known"),
            models.CheckConstraint(condition=Q(least_priority__in=Priority.values), name="channel_priority_known"),
        ]

    @property
    def shown_address(self) -> str:
        """Return the host and the last four characters: an address often holds the key to what it leads to."""
        parts = urlsplit(self.address)
        rest = self.address.partition(parts.netloc)[2].strip("/")
        return f"{parts.hostname}/…{rest[-4:] if len(rest) > _TOO_SHORT_TO_SHOW else ''}"


class ChannelState(models.TextChoices):
    """Where a message is. The values are stored."""

    WAITING = "waiting", _("Waiting")
    CALLING = "calling", _("Being sent")
    DONE = "done", _("Delivered")
    FAILED = "failed", _("Failed")


class ChannelCall(models.Model):
    """One message to one address about one warning on one occasion, made until it is taken or given up."""

    wall = WALL

    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="calls")
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="+")
    occasion = models.CharField(max_length=10, choices=Occasion.choices)
    number = models.PositiveSmallIntegerField(default=1)
    key = models.UUIDField(unique=True)
    body = models.JSONField()
    state = models.CharField(max_length=8, choices=ChannelState.choices, default=ChannelState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ChannelState.values), name="channel_call_state_known"),
            models.CheckConstraint(condition=Q(occasion__in=Occasion.values), name="channel_call_occasion_known"),
            models.UniqueConstraint(fields=["channel", "notice", "occasion", "number"], name="channel_call_once"),
        ]


class WarningFeed(models.Model):
    """An address of an Atom feed of a council's warnings; of its secret we keep the SHA-256 only."""

    wall = WALL

    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    note = models.CharField(max_length=120, blank=True)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    shut_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
