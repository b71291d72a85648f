"""Which names were seen that may be the council's too, and what did it say to them?"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wardmote.estate.models import Domain
from wardmote.register.models import Body, Person


class OfferState(models.TextChoices):
    """What became of an offered name. The values are stored."""

    WAITING = "waiting", _("Not decided")
    ADDED = "added", _("Added to our domains")
    DISMISSED = "dismissed", _("Not ours")


class Offer(models.Model):
    """A name that a check came across. It is offered to the council and never added silently."""

    wall = "council_id IN (SELECT wardmote_own_bodies())"

    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    name = models.CharField(max_length=253)
    where = models.CharField(max_length=300)
    seen_from = models.ForeignKey(Domain, models.SET_NULL, null=True, related_name="+")
    first_seen_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=OfferState.choices, default=OfferState.WAITING)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["council", "name"], name="offer_once"),
            models.CheckConstraint(condition=Q(state__in=OfferState.values), name="offer_state_known"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="offer_decided_has_a_moment",
            ),
        ]
