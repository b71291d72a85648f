"""Which domains does a council hold, and how do we know that they are its own?"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wardmote.register.models import Body, Person


class Proof(models.TextChoices):
    """How a domain was shown to be the council's."""

    REGISTER = "register", _("It is the council's domain in the register")
    BELOW = "below", _("It lies below a domain that is the council's")
    DNS = "dns", _("The council published our token in its DNS")


class Domain(models.Model):
    """A name that a council watches. Nothing is contacted on its behalf before it is verified.

    `token` is what the council publishes to prove the name; `selectors` and `look_alikes` are lists of texts.
    """

    wall = "council_id IN (SELECT wardmote_own_bodies())"

    council = models.ForeignKey(Body, models.PROTECT, related_name="domains")
    name = models.CharField(max_length=253)
    is_parked = models.BooleanField(default=False)
    selectors = models.JSONField(default=list, blank=True)
    look_alikes = models.JSONField(default=list, blank=True)
    renews_on = models.DateField(null=True)
    # Who looks after it, in the council's words: a person, a supplier.
    owner = models.CharField(max_length=120, blank=True)
    token = models.CharField(max_length=43)
    proof = models.CharField(max_length=10, choices=Proof.choices, blank=True)
    verified_at = models.DateTimeField(null=True)
    # When the DNS last showed the token, and the last day on which it certainly didn't.
    token_seen_at = models.DateTimeField(null=True)
    token_gone_on = models.DateField(null=True)
    # How often somebody had us look since when: a limit for each hour.
    tries = models.PositiveSmallIntegerField(default=0)
    tries_since = models.DateTimeField(null=True)
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "name"], condition=Q(removed_at__isnull=True), name="domain_name_once"
            ),
            models.CheckConstraint(condition=Q(proof__in=["", *Proof.values]), name="domain_proof_known"),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, proof="") | (Q(verified_at__isnull=False) & ~Q(proof="")),
                name="domain_verified_by_a_proof",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(removed_at__gte=F("added_at")), name="domain_removed_later"
            ),
        ]
        indexes = [models.Index(fields=["name"], name="domain_by_name")]
