"""What is known of each vulnerability, from which sources, about which products?"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wardmote.engines.advisories.facts import Kind, Label, Status

from .sources import Source

KINDS = [kind.value for kind in Kind]
LABELS = [label.value for label in Label]
# What is labelled more strictly is for the house's own jobs until somebody is let in to it by name.
WALL = "label IN ('clear', 'green')"


class EditorWord(models.TextChoices):
    """Why a story waits for an editor: no machine can say whom it concerns. The values are stored."""

    NO_PRODUCT = "no-product", _("It names no product")
    UNREAD = "unread", _("Its versions can't be compared by a machine")
    NEWS = "news", _("It is news without a vulnerability's number")
    SETTLED = "settled", _("An editor has dealt with it")


class Coverage(models.TextChoices):
    """What a machine can make of the products that a statement names. The values are stored."""

    NONE = "none", _("No product can be looked up")
    UNREAD = "unread", _("Products, but no range of versions")
    READ = "read", _("Products with ranges of versions")


class Story(models.Model):
    """One vulnerability, or one matter without a number, as all its sources tell it.

    Words come from the source with the widest label; `label` is that label. `score` is the highest CVSS base score of
    the newest version given (0 to 10), `probability` EPSS's. `editor` is empty where machines do.
    """

    wall = f"{WALL} OR id IN (SELECT wardmote_shared_stories())"
    # Jobs write stories, and so does whoever publishes a bulletin, as the house.
    wall_for_writing = WALL

    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    label = models.CharField(max_length=12, default=Label.CLEAR)
    published_at = models.DateTimeField(null=True)
    revised_at = models.DateTimeField(null=True)
    is_withdrawn = models.BooleanField(default=False)
    score = models.FloatField(null=True)
    vector = models.CharField(max_length=300, blank=True)
    exploited_on = models.DateField(null=True)
    exploited_due_on = models.DateField(null=True)
    for_ransomware = models.BooleanField(default=False)
    probability = models.FloatField(null=True)
    percentile = models.FloatField(null=True)
    editor = models.CharField(max_length=10, choices=EditorWord.choices, blank=True)
    first_seen_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(label__in=LABELS), name="story_label_known"),
            models.CheckConstraint(condition=Q(editor__in=["", *EditorWord.values]), name="story_editor_known"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=10), name="story_score_of_cvss"
            ),
            models.CheckConstraint(
                condition=Q(probability__isnull=True) | Q(probability__gte=0, probability__lte=1),
                name="story_probability_is_one",
            ),
        ]
        indexes = [models.Index(fields=["editor", "-changed_at"], name="story_for_editor")]


class StoryName(models.Model):
    """An id of a vulnerability (CVE, GHSA, a vendor's), upper case: whoever shares one tells the same story."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="names")
    name = models.CharField(max_length=120, unique=True)


class Likelihood(models.Model):
    """How likely a vulnerability is to be exploited (EPSS), also of those that nobody has told of yet."""

    name = models.CharField(max_length=120, unique=True)
    probability = models.FloatField()
    percentile = models.FloatField()
    on = models.DateField()


class Statement(models.Model):
    """What one source says of one story, newest revision only. `digest` tells whether it said something new.

    `body` is the engine's Advisory as JSON, without what `Range` holds; `coverage` says what that is.
    """

    wall = WALL

    story = models.ForeignKey(Story, models.CASCADE, related_name="statements")
    source = models.ForeignKey(Source, models.CASCADE, related_name="statements")
    kind = models.CharField(max_length=6, choices=[(kind, kind) for kind in KINDS])
    key = models.CharField(max_length=250)
    label = models.CharField(max_length=12, default=Label.CLEAR)
    digest = models.CharField(max_length=64)
    revision = models.CharField(max_length=60, blank=True)
    revised_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()
    coverage = models.CharField(max_length=6, choices=Coverage.choices, default=Coverage.NONE)
    body = models.JSONField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="statement_once"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="statement_kind_known"),
            models.CheckConstraint(condition=Q(label__in=LABELS), name="statement_label_known"),
            models.CheckConstraint(condition=Q(coverage__in=Coverage.values), name="statement_coverage_known"),
        ]


class Advised(models.Model):
    """A name by which advisories speak of a product (see `engines.advisories.matching.product_keys`), once."""

    name = models.CharField(max_length=300, unique=True)


class Range(models.Model):
    """What a statement says of some versions of a product, ready to be joined with editions.

    A version is meant where `low <= key < high` in the order of bytes; both are empty where no version can be
    compared. `target` is the platform that a CPE names, `words` the range in words, `running_on` what must be there
    as well, as names of products.
    """

    story = models.ForeignKey(Story, models.CASCADE, related_name="ranges")
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="ranges")
    advised = models.ForeignKey(Advised, models.PROTECT, related_name="ranges")
    status = models.CharField(max_length=20, choices=[(status, status) for status in Status])
    family = models.CharField(max_length=20, blank=True)
    low = models.BinaryField(max_length=220)
    high = models.BinaryField(max_length=220)
    target = models.CharField(max_length=60, blank=True)
    words = models.CharField(max_length=300, blank=True)
    running_on = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in Status]), name="range_status_known"
            )
        ]
        indexes = [models.Index(fields=["advised", "status"], name="range_by_product")]
