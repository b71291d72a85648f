"""Through which addresses does something of a council's leave the house, or come into it, without signing in?"""

from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wardmote.estate.models import Domain
from wardmote.register.models import Body, Person

_TOO_SHORT_TO_SHOW = 8  # of so few characters, four would be most of them


class LinkKind(models.TextChoices):
    """What a link opens. The values are stored."""

    SUPPLIER = "supplier", _("A page about one domain, for a supplier")
    BADGE = "badge", _("A badge with one domain's grade")
    FEED = "feed", _("A feed of what changed")
    REPORTS = "reports", _("A door for reports from other mail systems")


class OpenLink(models.Model):
    """An address that a council made, with a secret of which we keep the SHA-256 only; it can be shut any time."""

    wall = "council_id IN (SELECT wardmote_own_bodies())"

    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    domain = models.ForeignKey(Domain, models.PROTECT, null=True, related_name="links")
    kind = models.CharField(max_length=10, choices=LinkKind.choices)
    digest = models.CharField(max_length=64, unique=True)
    note = models.CharField(max_length=120, blank=True)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    until = models.DateField(null=True)
    shut_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=LinkKind.values), name="link_kind_known"),
            models.CheckConstraint(
                condition=Q(kind__in=["supplier", "badge"], domain__isnull=False)
                | Q(kind__in=["feed", "reports"], domain__isnull=True),
                name="link_names_a_domain_where_it_shows_one",
            ),
        ]


class Webhook(models.Model):
    """An address of the council's own that is told of changes; `secret` signs what is sent, sealed in the database."""

    wall = "council_id IN (SELECT wardmote_own_bodies())"

    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    address = models.URLField(max_length=500)
    secret = models.TextField()
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)
    trouble_since = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-added_at", "-pk"]

    @property
    def shown_address(self) -> str:
        """Return the host and the last four characters: an address often holds the key to what it leads to."""
        parts = urlsplit(self.address)
        rest = self.address.partition(parts.netloc)[2].strip("/")
        return f"{parts.hostname}/…{rest[-4:] if len(rest) > _TOO_SHORT_TO_SHOW else ''}"


class CallState(models.TextChoices):
    """Where a call is. The values are stored."""

    WAITING = "waiting", _("Waiting")
    CALLING = "calling", _("Being made")
    DONE = "done", _("Delivered")
    FAILED = "failed", _("Failed")


class WebhookCall(models.Model):
    """One message to one address, made until it is taken or given up."""

    wall = "council_id IN (SELECT wardmote_own_bodies())"

    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="calls")
    key = models.UUIDField(unique=True)
    body = models.JSONField()
    state = models.CharField(max_length=8, choices=CallState.choices, default=CallState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(state__in=CallState.values), name="call_state_known")]
