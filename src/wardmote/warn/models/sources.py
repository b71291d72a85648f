"""Where do advisories come from, and does each source still speak?"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wardmote.engines.advisories.facts import Label


class Way(models.TextChoices):
    """How a source's documents reach us. The values are stored."""

    FETCHED = "fetched", _("Fetched from an address")
    NVD = "nvd", _("Asked of the NVD, page by page")
    CVE_LIST = "cve-list", _("From the changes of the CVE list")
    CSAF = "csaf", _("From a CSAF provider")
    TAXII = "taxii", _("From a TAXII server")
    FOLDER = "folder", _("From a folder of this installation")
    GIVEN = "given", _("Given by hand, as a file or a letter")


class Source(models.Model):
    """A place that publishes advisories, for all councils of this installation.

    `every_h` is the schedule, 0 where nothing is fetched; after `silent_after_h` without anything new an alarm is
    raised. `cursor` is what the next run needs to know (a date, an ETag, the names of files read). `label` is the
    least strict label that its documents have. `gives_all` says that each reading gives the whole list, as KEV's does,
    and not only what is new. `secret` is a key, a token or `name:password`, sealed.
    """

    key = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    way = models.CharField(max_length=8, choices=Way.choices)
    address = models.CharField(max_length=500, blank=True)
    every_h = models.PositiveSmallIntegerField(default=24)
    silent_after_h = models.PositiveSmallIntegerField(default=72)
    label = models.CharField(max_length=12, default=Label.CLEAR)
    gives_all = models.BooleanField(default=False)
    secret = models.TextField(blank=True)
    cursor = models.JSONField(default=dict, blank=True)
    is_on = models.BooleanField(default=True)
    added_at = models.DateTimeField()
    # When something new came last, and what is wrong at present, in sentences.
    fresh_at = models.DateTimeField(null=True)
    alarms = models.JSONField(default=list, blank=True)
    alarmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(way__in=Way.values), name="source_way_known"),
            models.CheckConstraint(condition=Q(label__in=[label.value for label in Label]), name="source_label_known"),
        ]


class SourceRun(models.Model):
    """One reading of a source: what came, what couldn't be read, and what was wrong. `log` is a list of sentences.

    One that isn't ended and didn't beat for a while has lost its worker: another takes the source up again.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="runs")
    begun_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    entries = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    broken = models.PositiveIntegerField(default=0)
    without_product = models.PositiveIntegerField(default=0)
    size_bytes = models.PositiveBigIntegerField(default=0)
    newest_at = models.DateTimeField(null=True)
    is_whole = models.BooleanField(default=False)
    alarms = models.JSONField(default=list, blank=True)
    log = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("begun_at")), name="source_run_ends_later"
            ),
            models.UniqueConstraint(
                fields=["source"], condition=Q(ended_at__isnull=True), name="source_run_one_at_a_time"
            ),
        ]
