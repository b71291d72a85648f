"""Which products does a council run, in which versions, and how do we know?"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wardmote.register.models import Body, Person

from .systems import System


class Product(models.Model):
    """A product that councils may run: of the shipped catalogue, or first named by a file or a person. Nobody's own.

    `key` is the catalogue's id (`microsoft-sql-server`) or made of vendor and name.
    """

    key = models.SlugField(max_length=120, unique=True)
    vendor = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=160)
    category = models.CharField(max_length=40, blank=True)
    is_in_catalogue = models.BooleanField(default=False)

    class Meta:
        ordering = ["vendor", "name", "pk"]

    @property
    def title(self) -> str:
        """Return the product as people say it: its maker before it, and nobody twice."""
        is_said = not self.vendor or self.name.casefold().startswith(self.vendor.casefold())
        return self.name if is_said else f"{self.vendor} {self.name}"


class ProductName(models.Model):
    """A name under which advisories speak of a product: `cpe:a:citrix:netscaler`, `purl:pypi/requests`, `words:…`."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="names")
    name = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "name"], name="product_name_once")]
        indexes = [models.Index(fields=["name"], name="product_by_name")]


class Alias(models.Model):
    """What somebody wrote, and the product that a person said it is: kept for everybody. `text` is folded.

    Only the words for the product are kept, never who wrote them.
    """

    text = models.CharField(max_length=200, unique=True)
    product = models.ForeignKey(Product, models.CASCADE, related_name="aliases")
    confirmed_at = models.DateTimeField()


class Lifecycle(models.Model):
    """When a product's cycle (`2016`, `12.04`) stops getting security updates, and who says so."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="cycles")
    cycle = models.CharField(max_length=60)
    ends_on = models.DateField()
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["product", "ends_on"]
        constraints = [models.UniqueConstraint(fields=["product", "cycle"], name="lifecycle_once")]


class Edition(models.Model):
    """A product in a version, once for all councils that run it: what advisories are matched with.

    `version` is empty where it isn't known. `generic_key` and `own_key` sort as versions do (see
    `engines.advisories.versions`), the second in the scheme `family`; `target` is the platform a CPE names.
    """

    product = models.ForeignKey(Product, models.CASCADE, related_name="editions")
    version = models.CharField(max_length=120, blank=True)
    family = models.CharField(max_length=20, blank=True)
    target = models.CharField(max_length=60, blank=True)
    generic_key = models.BinaryField(max_length=200, null=True)
    own_key = models.BinaryField(max_length=200, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "version", "family", "target"], name="edition_once"),
            models.CheckConstraint(
                condition=~Q(version="") | Q(generic_key__isnull=True, own_key__isnull=True),
                name="edition_without_version_has_no_key",
            ),
        ]


class ItemSource(models.TextChoices):
    """How a line came into the inventory. The values are stored."""

    TYPED = "typed", _("Typed in")
    TICKED = "ticked", _("Ticked in the catalogue")
    TABLE = "table", _("From a table")
    SBOM = "sbom", _("From a software bill of materials")
    PUSHED = "pushed", _("Sent by a program")
    SEEN = "seen", _("Seen from outside")


class Item(models.Model):
    """One line of a council's inventory: a product as the council wrote it, and what it was understood as.

    Without an `edition` nobody has said yet which product it is, and no advisory finds it.
    """

    wall = "council_id IN (SELECT wardmote_own_bodies())"

    council = models.ForeignKey(Body, models.PROTECT, related_name="items")
    system = models.ForeignKey(System, models.SET_NULL, null=True, related_name="items")
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="items")
    written = models.CharField(max_length=300)
    source = models.CharField(max_length=8, choices=ItemSource.choices)
    # Which file, program or check it came from; what a later one of the same no longer names is removed.
    batch = models.CharField(max_length=120, blank=True)
    is_exposed = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["written", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "written", "system", "batch"],
                condition=Q(removed_at__isnull=True, system__isnull=False),
                name="item_once",
            ),
            models.UniqueConstraint(
                fields=["council", "written", "batch"],
                condition=Q(removed_at__isnull=True, system__isnull=True),
                name="item_without_system_once",
            ),
            models.CheckConstraint(condition=Q(source__in=ItemSource.values), name="item_source_known"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(removed_at__gte=F("added_at")), name="item_removed_later"
            ),
            models.CheckConstraint(condition=~Q(written=""), name="item_says_something"),
        ]
        indexes = [
            models.Index(fields=["edition", "council"], condition=Q(removed_at__isnull=True), name="item_by_edition")
        ]
