"""Which systems do a council's services stand on?"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wardmote.register.models import Body, Person

from .services import Service


class SystemKind(models.TextChoices):
    """What a system is to the council."""

    MISSION = "mission", _("Runs a service: social care, revenues and benefits, elections …")
    CORPORATE = "corporate", _("Carries other systems: network, hosting, directory …")
    EVERYDAY = "everyday", _("Used by everybody: e-mail, telephony, website …")
    OUTSIDE = "outside", _("Run by a supplier or a shared service")


class Hosting(models.TextChoices):
    """Where a system runs."""

    OWN = "own", _("In our own rooms")
    CLOUD = "cloud", _("In a cloud that we rent")
    SUPPLIER = "supplier", _("At the supplier, as a service")
    SHARED = "shared", _("At a shared service or another council")
    UNKNOWN = "unknown", _("We don't know")


class System(models.Model):
    """One system that services stand on."""

    wall = "council_id IN (SELECT wardmote_own_bodies())"

    council = models.ForeignKey(Body, models.PROTECT, related_name="systems")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=SystemKind.choices)
    hosting = models.CharField(max_length=12, choices=Hosting.choices, default=Hosting.UNKNOWN)
    supplier = models.CharField(max_length=120, blank=True)
    owner = models.CharField(max_length=120, blank=True)
    description = models.TextField(blank=True, max_length=2000)
    services = models.ManyToManyField(Service, through="SystemService", related_name="systems")
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "name"], condition=Q(removed_at__isnull=True), name="system_name_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=SystemKind.values), name="system_kind_known"),
            models.CheckConstraint(condition=Q(hosting__in=Hosting.values), name="system_hosting_known"),
        ]


class SystemService(models.Model):
    """A service stands on a system."""

    wall = "council_id IN (SELECT wardmote_own_bodies())"

    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    system = models.ForeignKey(System, models.CASCADE, related_name="links")
    service = models.ForeignKey(Service, models.CASCADE, related_name="links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "service"], name="system_service_once")]
