"""What do those who run a WARP, or the programme, write to their members themselves?"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wardmote.kernel.models import Letter
from wardmote.register.models import Body, Person

from .circles import Circle
from .notices import WALL, Priority
from .stories import LABELS, Story

SHARED = "id IN (SELECT wardmote_shared_bulletins()) OR owner_id IN (SELECT wardmote_operated_bodies())"
OPERATED_BULLETIN = "bulletin_id IN (SELECT wardmote_operated_bulletins())"
OPERATED = "owner_id IN (SELECT wardmote_operated_bodies())"


class Audience(models.TextChoices):
    """Whom a bulletin is for. The values are stored."""

    EVERYONE = "everyone", _("All our members")
    MATCHING = "matching", _("Members whose software it concerns")
    CIRCLE = "circle", _("A circle")
    NAMED = "named", _("People named one by one")


class BulletinState(models.TextChoices):
    """Where a bulletin is on its way. The values are stored."""

    DRAFT = "draft", _("Draft")
    CHECKING = "checking", _("Waits for a second pair of eyes")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Bulletin(models.Model):
    """A warning in the fixed form: what it is, whom it concerns, what to do, by when, and who says so.

    `about` is the story that it was written from; `story` is the one that councils hear of: the same where the label
    lets everybody here know of it, else a story of its own with the bulletin's label. `edition` counts what was
    published: 1 for the first, one more for each correction and for the withdrawal. `sources` are links as
    `{"url": …, "title": …}`, https only.
    """

    wall = SHARED
    wall_for_writing = OPERATED

    owner = models.ForeignKey(Body, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, null=True, related_name="+")
    label = models.CharField(max_length=12)
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.EVERYONE)
    state = models.CharField(max_length=9, choices=BulletinState.choices, default=BulletinState.DRAFT)
    # "EMWARP-2026-7": what it is called everywhere, once it is published.
    reference = models.CharField(max_length=60, blank=True)
    about = models.ForeignKey(Story, models.SET_NULL, null=True, related_name="+")
    story = models.ForeignKey(Story, models.PROTECT, null=True, related_name="bulletins")
    title = models.CharField(max_length=200)
    what = models.TextField(max_length=4_000)
    concerns = models.TextField(max_length=1_000, blank=True)
    act = models.TextField(max_length=2_000)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.SOON)
    due_on = models.DateField(null=True)
    sources = models.JSONField(default=list, blank=True)
    edition = models.PositiveSmallIntegerField(default=0)
    # What a form was made from: a colleague's change in between isn't overwritten unseen.
    revision = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    corrected_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    # What was corrected last, or why it was withdrawn: told to those who got it.
    correction = models.CharField(max_length=600, blank=True)
    # The bulletin of another WARP that it was made from.
    made_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(label__in=LABELS), name="bulletin_label_known"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="bulletin_audience_known"),
            models.CheckConstraint(condition=Q(state__in=BulletinState.values), name="bulletin_state_known"),
            models.CheckConstraint(condition=Q(priority__in=Priority.values), name="bulletin_priority_known"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(what="") & ~Q(act=""), name="bulletin_says_what_it_is_and_what_to_do"
            ),
            models.CheckConstraint(
                condition=Q(audience="circle", circle__isnull=False) | ~Q(audience="circle") & Q(circle__isnull=True),
                name="bulletin_names_a_circle_where_it_is_for_one",
            ),
            models.CheckConstraint(
                condition=Q(audience="named", label="red") | ~Q(audience="named") & ~Q(label="red"),
                name="bulletin_red_is_for_people_named",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "checking"], published_at__isnull=True, edition=0)
                | ~Q(state__in=["draft", "checking"])
                & Q(published_at__isnull=False, story__isnull=False, edition__gte=1),
                name="bulletin_published_with_a_story",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False, withdrawn_at__gte=F("published_at"))
                | ~Q(state="withdrawn") & Q(withdrawn_at__isnull=True),
                name="bulletin_withdrawn_at_a_moment",
            ),
            models.UniqueConstraint(
                fields=["owner", "reference"], condition=~Q(reference=""), name="bulletin_reference_once"
            ),
        ]
        indexes = [models.Index(fields=["story", "state"], name="bulletin_of_story")]


class BulletinEdition(models.Model):
    """What a bulletin said at each publication, as JSON with the names of its columns; the last one may withdraw it."""

    wall = (
        "bulletin_id IN (SELECT wardmote_shared_bulletins()) OR bulletin_id IN (SELECT wardmote_operated_bulletins())"
    )
    wall_for_writing = "bulletin_id IN (SELECT wardmote_operated_bulletins())"

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    said = models.JSONField()
    correction = models.CharField(max_length=600, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    checked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["bulletin", "number"], name="bulletin_edition_once")]


class WaitingCorrection(models.Model):
    """A correction of a published bulletin that a second pair of eyes hasn't seen: what is out stands until then."""

    wall = OPERATED_BULLETIN
    wall_for_writing = OPERATED_BULLETIN

    bulletin = models.OneToOneField(Bulletin, models.CASCADE, related_name="waiting_correction")
    said = models.JSONField()
    correction = models.CharField(max_length=600)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(correction=""), name="waiting_correction_says_what_it_corrects")
        ]


class BulletinReader(models.Model):
    """A person whom a bulletin of label RED is for. Nobody else reads it."""

    wall = (
        "person_id::text = current_setting('wardmote.viewer', true)"
        " OR bulletin_id IN (SELECT wardmote_operated_bulletins())"
    )
    wall_for_writing = "bulletin_id IN (SELECT wardmote_operated_bulletins())"

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="readers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bulletin", "person"], name="bulletin_reader_once")]


class BulletinTelling(models.Model):
    """A person of a council was told of a bulletin's edition, once: written with the letter that says so."""

    wall = WALL

    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="tellings")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    edition = models.PositiveSmallIntegerField()
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "council", "person", "edition"], name="bulletin_telling_once")
        ]


class DeskSetting(models.Model):
    """How a WARP, or the programme, keeps its desk. Without a row: one pair of eyes, and nothing published as CSAF.

    `asked_off_by` asked that one pair of eyes be enough; that holds once a colleague says so too. `key_secret` is an
    OpenPGP key that signs what is published as CSAF, sealed; `key_public` its public half.
    """

    wall = OPERATED

    owner = models.OneToOneField(Body, models.CASCADE, related_name="+")
    needs_second_eyes = models.BooleanField(default=False)
    asked_off_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asked_off_at = models.DateTimeField(null=True)
    publishes_csaf = models.BooleanField(default=False)
    # Whom a reader of the published documents asks: an address of e-mail or a page.
    contact = models.CharField(max_length=200, blank=True)
    key_secret = models.TextField(blank=True)
    key_public = models.TextField(blank=True)
    changed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(publishes_csaf=False) | ~Q(contact="") & ~Q(key_secret=""),  # nosec B106
                name="desk_publishes_with_a_contact_and_a_key",
            ),
            models.CheckConstraint(
                condition=Q(asked_off_at__isnull=True) | Q(needs_second_eyes=True),
                name="desk_asked_for_one_pair_of_eyes_while_two_look",
            ),
        ]


class Relay(models.Model):
    """A published bulletin is handed on to another WARP, or to the programme, which may make its own of it."""

    wall = "from_body_id IN (SELECT wardmote_operated_bodies()) OR to_body_id IN (SELECT wardmote_operated_bodies())"

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="relays")
    from_body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    to_body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    note = models.CharField(max_length=600, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "to_body"], name="relay_once"),
            models.CheckConstraint(condition=~Q(from_body=F("to_body")), name="relay_to_another"),
        ]
