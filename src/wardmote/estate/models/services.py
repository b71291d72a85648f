"""Which services does a council give?"""

from django.db import models
from django.db.models import Q

from wardmote.register.models import Body, Person


class Service(models.Model):
    """One service, from the catalogue (`key`) or the council's own (no key)."""

    wall = "council_id IN (SELECT wardmote_own_bodies())"

    council = models.ForeignKey(Body, models.PROTECT, related_name="services")
    key = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=120)
    # Who in the council answers for it, in the council's words.
    owner = models.CharField(max_length=120, blank=True)
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "name"], condition=Q(removed_at__isnull=True), name="service_name_once"
            ),
            models.UniqueConstraint(
                fields=["council", "key"],
                condition=Q(removed_at__isnull=True) & ~Q(key=""),
                name="service_key_once",
            ),
        ]
