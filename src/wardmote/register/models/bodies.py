"""Which bodies are there, what was true of each and when, and what became of it?"""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Every kind of body. The values are stored: never change one."""

    COUNTY = "county", _("County council")
    DISTRICT = "district", _("District council")
    UNITARY = "unitary", _("Unitary authority")
    METROPOLITAN = "metropolitan_district", _("Metropolitan district")
    LONDON_BOROUGH = "london_borough", _("London borough")
    CITY_CORPORATION = "city_corporation", _("City corporation")
    WELSH = "welsh_council", _("Welsh council")
    SCOTTISH = "scottish_council", _("Scottish council")
    NORTHERN_IRISH = "northern_irish_district", _("Northern Irish district")
    COMBINED = "combined_authority", _("Combined authority")
    STRATEGIC = "strategic_authority", _("Strategic authority")
    FIRE = "fire_authority", _("Fire and rescue authority")
    WARP = "warp", _("Warning, Advice and Reporting Point")
    LRF = "lrf", _("Local Resilience Forum")
    PROGRAMME = "programme", _("Programme")
    PLATFORM = "platform", _("Wardmote itself")


COUNCILS = (
    Kind.COUNTY,
    Kind.DISTRICT,
    Kind.UNITARY,
    Kind.METROPOLITAN,
    Kind.LONDON_BOROUGH,
    Kind.CITY_CORPORATION,
    Kind.WELSH,
    Kind.SCOTTISH,
    Kind.NORTHERN_IRISH,
)
LOWER_TIER = tuple(kind for kind in COUNCILS if kind is not Kind.COUNTY)
UPPER_TIER = tuple(kind for kind in COUNCILS if kind is not Kind.DISTRICT)
# Bodies that assess themselves as councils do: councils, and the authorities that councils form together.
LIKE_COUNCILS = (*COUNCILS, Kind.COMBINED, Kind.STRATEGIC, Kind.FIRE)

# Bodies that write warnings to their members.
HAVE_DESKS = (Kind.WARP, Kind.PROGRAMME)


class Status(models.TextChoices):
    """Where a body is in its life on a given day."""

    PLANNED = "planned", _("Planned")
    SHADOW = "shadow", _("Shadow")
    LIVE = "live", _("Live")
    DISSOLVED = "dissolved", _("Dissolved")


class Body(models.Model):
    """Something that people belong to: a council, a WARP, the programme. What is true of it is dated."""

    code = models.SlugField(max_length=24, unique=True)
    gss = models.CharField(max_length=9, blank=True)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    is_demonstration = models.BooleanField(default=False)
    shadow_from = models.DateField(null=True)
    start_date = models.DateField(null=True)
    # The first day without it.
    end_date = models.DateField(null=True)

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["is_demonstration", "kind"], name="body_by_world_and_kind")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="body_kind_known"),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(start_date__isnull=True) | Q(end_date__gt=F("start_date")),
                name="body_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(shadow_from__isnull=True) | Q(start_date__gt=F("shadow_from")),
                name="body_is_shadow_before_it_starts",
            ),
            models.UniqueConstraint(fields=["gss"], condition=~Q(gss=""), name="body_gss_unique"),
        ]

    def __str__(self) -> str:
        return self.code

    def status_on(self, day: date) -> Status:
        """Return where the body is in its life; a start that nobody recorded counts as long ago."""
        if self.end_date and day >= self.end_date:
            return Status.DISSOLVED
        if self.start_date is None or day >= self.start_date:
            return Status.LIVE
        if self.shadow_from and day >= self.shadow_from:
            return Status.SHADOW
        return Status.PLANNED


class BodyRecord(models.Model):
    """What was true of a body from one day until another; an empty end is open."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="records")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=80)
    nation = models.CharField(max_length=20, blank=True)
    region = models.CharField(max_length=40, blank=True)
    county = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    website = models.URLField(blank=True)
    domain = models.CharField(max_length=100, blank=True, db_index=True)
    population = models.PositiveIntegerField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["body", "valid_from"], name="record_starts_once"),
            models.UniqueConstraint(fields=["body"], condition=Q(valid_to__isnull=True), name="record_open_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="record_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True) | Q(latitude__range=(-90, 90)), name="record_latitude"
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True) | Q(longitude__range=(-180, 180)), name="record_longitude"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """One body takes over from another, wholly or in part. A missing share means that nobody has said."""

    predecessor = models.ForeignKey(Body, models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Body, models.CASCADE, related_name="precessions")
    share = models.FloatField(null=True)
    on = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | (Q(share__gt=0) & Q(share__lte=1)), name="succession_share"
            ),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_not_of_itself"),
        ]


class Affiliation(models.Model):
    """A body belongs to another: a council to its WARP, its Local Resilience Forum or a combined authority."""

    group = models.ForeignKey(Body, models.CASCADE, related_name="member_affiliations")
    member = models.ForeignKey(Body, models.CASCADE, related_name="group_affiliations")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "member"], condition=Q(valid_to__isnull=True), name="affiliation_open_once"
            ),
            models.CheckConstraint(condition=~Q(group=F("member")), name="affiliation_not_with_itself"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="affiliation_ends_after_it_starts",
            ),
        ]
