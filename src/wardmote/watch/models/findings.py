"""What did each check say of a domain, from when to when, what changed, and what did the council explain?"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wardmote.estate.models import Domain
from wardmote.register.models import Body, Person

from .rounds import Visit


class VerdictWord(models.TextChoices):
    """The engine's verdicts, as stored and as said."""

    GOOD = "good", _("Good")
    WEAK = "weak", _("Weak")
    BAD = "bad", _("Bad")
    NOT_APPLICABLE = "not-applicable", _("Doesn't apply")
    UNKNOWN = "unknown", _("Not known")


TROUBLE = (VerdictWord.WEAK, VerdictWord.BAD)


class Finding(models.Model):
    """What one check says of one domain from one moment to another; an empty end is now.

    A night in which nothing could be found out doesn't end what was known: `unseen_since` and `unseen_says` stand on
    it then. `trouble_since` runs through changes of wording until the check is good; `ended_as` is the verdict that
    followed.
    """

    wall = "council_id IN (SELECT wardmote_own_bodies())"

    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="findings")
    check_id = models.CharField(max_length=40)
    area = models.CharField(max_length=10)
    verdict = models.CharField(max_length=15, choices=VerdictWord.choices)
    severity = models.PositiveSmallIntegerField(default=0)
    says = models.TextField()
    evidence = models.JSONField(default=list, blank=True)
    fix = models.TextField(blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=15, choices=VerdictWord.choices, blank=True)
    trouble_since = models.DateTimeField(null=True)
    unseen_since = models.DateTimeField(null=True)
    unseen_says = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["domain", "check_id"], condition=Q(until__isnull=True), name="finding_open_once"
            ),
            models.CheckConstraint(condition=Q(verdict__in=VerdictWord.values), name="finding_verdict_known"),
            models.CheckConstraint(condition=Q(ended_as__in=["", *VerdictWord.values]), name="finding_end_known"),
            models.CheckConstraint(condition=Q(severity__lte=4), name="finding_severity_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True, ended_as="")
                | (Q(until__isnull=False, until__gte=F("since")) & ~Q(ended_as="")),
                name="finding_ends_later_and_as_something",
            ),
            models.CheckConstraint(
                condition=Q(trouble_since__isnull=True, verdict__in=["good", "not-applicable", "unknown"])
                | Q(trouble_since__isnull=False, trouble_since__lte=F("since"), verdict__in=["weak", "bad"]),
                name="finding_trouble_has_a_start",
            ),
        ]
        indexes = [models.Index(fields=["council", "until", "verdict"], name="finding_by_council")]


class Change(models.Model):
    """A check of a domain went from one verdict to another, or got worse under the same: a council is told it once.

    `ends_explanation`: it went beyond what the council had explained.
    """

    wall = "council_id IN (SELECT wardmote_own_bodies())"

    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="changes")
    visit = models.ForeignKey(Visit, models.SET_NULL, null=True, related_name="changes")
    check_id = models.CharField(max_length=40)
    before = models.CharField(max_length=15, choices=VerdictWord.choices)
    after = models.CharField(max_length=15, choices=VerdictWord.choices)
    severity_before = models.PositiveSmallIntegerField(default=0)
    severity = models.PositiveSmallIntegerField(default=0)
    ends_explanation = models.BooleanField(default=False)
    says = models.TextField()
    fix = models.TextField(blank=True)
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "check_id"], name="change_once_in_a_visit"),
            models.CheckConstraint(condition=Q(before__in=VerdictWord.values), name="change_before_known"),
            models.CheckConstraint(condition=Q(after__in=VerdictWord.values), name="change_after_known"),
            models.CheckConstraint(
                condition=~Q(before=F("after")) | Q(severity__gt=F("severity_before")), name="change_changes"
            ),
        ]
        indexes = [models.Index(fields=["council", "told_at"], name="change_untold")]

    @property
    def is_graver(self) -> bool:
        """Say whether it got worse under the same verdict."""
        return self.before == self.after


class Explanation(models.Model):
    """Why a council leaves something as it is, and until when: comply or explain."""

    wall = "council_id IN (SELECT wardmote_own_bodies())"

    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="explanations")
    check_id = models.CharField(max_length=40)
    reason = models.TextField(max_length=2000)
    until = models.DateField()
    explained_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    explained_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-explained_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["domain", "check_id"], condition=Q(withdrawn_at__isnull=True), name="explanation_open_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="explanation_has_a_reason"),
        ]
