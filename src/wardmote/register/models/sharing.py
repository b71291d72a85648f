"""What has each council chosen to show to whom, and who has looked?"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .bodies import Body
from .people import Person


class Audience(models.TextChoices):
    """To whom a council may show something."""

    PROGRAMME = "programme", _("The national programme")
    WARP = "warp", _("The operators of our own WARP")
    REVIEWERS = "reviewers", _("Assurers and peer reviewers whom we have let in")


class Level(models.TextChoices):
    """How much a council shows. Evidence is never part of a level: it is shared piece by piece, by name."""

    NOTHING = "nothing", _("Nothing")
    RESULTS = "results", _("Submitted results")
    REASONS = "reasons", _("Submitted results and our reasons")


DEFAULT_LEVEL = {
    Audience.PROGRAMME: Level.RESULTS,
    Audience.WARP: Level.NOTHING,
    Audience.REVIEWERS: Level.NOTHING,
}


class SharingChoice(models.Model):
    """What a council showed to one audience from one moment to another; an empty end is now."""

    wall = "council_id IN (SELECT wardmote_own_bodies()) OR council_id IN (SELECT wardmote_audience_bodies())"
    wall_for_writing = "council_id IN (SELECT wardmote_own_bodies())"

    council = models.ForeignKey(Body, models.CASCADE, related_name="sharing_choices")
    audience = models.CharField(max_length=12, choices=Audience.choices)
    level = models.CharField(max_length=10, choices=Level.choices)
    chosen_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "audience"], condition=Q(until__isnull=True), name="sharing_open_once"
            ),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="sharing_audience_known"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="sharing_level_known"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="sharing_dated"),
        ]


class Reading(models.Model):
    """Somebody looked at another body's data. Without a council it covers all that shared with the audience."""

    wall = (
        "council_id IN (SELECT wardmote_own_bodies()) OR person_id::text = current_setting('wardmote.viewer', true)"
        " OR (council_id IS NULL AND is_demonstration = wardmote_viewer_is_demonstration())"
    )

    council = models.ForeignKey(Body, models.CASCADE, null=True, related_name="readings")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    on_behalf_of = models.ForeignKey(Body, models.CASCADE, related_name="+")
    audience = models.CharField(max_length=12, choices=Audience.choices)
    what = models.CharField(max_length=60)
    is_demonstration = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["council", "-at"], name="reading_by_council")]
