"""What do members of a WARP ask, answer, share and report among themselves, and who may know who said it?

Where something was said without a name, or in a circle of the Chatham House rule, the post itself holds neither the
body nor the person: `PostBody` is for those who run the WARP, `PostAuthor` for the author alone.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wardmote.register.models import Body, Person

from .bulletins import Bulletin
from .circles import Circle
from .stories import LABELS, Story

LONGEST_POST = 6_000
_MINE = "person_id::text = current_setting('wardmote.viewer', true)"
_SHOWN = "post_id IN (SELECT wardmote_shared_posts())"


class PostKind(models.TextChoices):
    """What a post is. The values are stored."""

    QUESTION = "question", _("A question")
    ANSWER = "answer", _("An answer")
    NEWS = "news", _("Something to share")
    COMMENT = "comment", _("A comment on a warning")
    REPORT = "report", _("A report to those who run the WARP")


class Post(models.Model):
    """One thing that somebody said, to the audience that its owner, circle and label make.

    An answer or a comment has the audience of what it belongs to, and a label as strict or stricter. A report is for
    those who run the owner, and for its author. What was taken down keeps its row and loses its words.
    """

    wall = "id IN (SELECT wardmote_shared_posts())"
    # Written by the house once the policies agreed: the row may name nobody.
    wall_for_writing = "false"

    owner = models.ForeignKey(Body, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, null=True, related_name="+")
    label = models.CharField(max_length=12)
    kind = models.CharField(max_length=8, choices=PostKind.choices)
    belongs_to = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    bulletin = models.ForeignKey(Bulletin, models.CASCADE, null=True, related_name="comments")
    story = models.ForeignKey(Story, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=160, blank=True)
    text = models.TextField(max_length=LONGEST_POST, blank=True)
    is_anonymous = models.BooleanField(default=False)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # A question that has its answer, or a report that has been dealt with.
    settled_at = models.DateTimeField(null=True)
    taken_down_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-said_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(label__in=LABELS), name="post_label_known"),
            models.CheckConstraint(condition=Q(kind__in=PostKind.values), name="post_kind_known"),
            models.CheckConstraint(
                condition=Q(is_anonymous=False) | Q(body__isnull=True, by__isnull=True), name="post_anonymous_stays_so"
            ),
            models.CheckConstraint(
                condition=Q(kind="answer", belongs_to__isnull=False) | ~Q(kind="answer") & Q(belongs_to__isnull=True),
                name="post_answers_something",
            ),
            models.CheckConstraint(
                condition=Q(kind="comment", bulletin__isnull=False) | ~Q(kind="comment") & Q(bulletin__isnull=True),
                name="post_comments_on_a_bulletin",
            ),
            models.CheckConstraint(condition=~Q(text="") | Q(taken_down_at__isnull=False), name="post_says_something"),
            models.CheckConstraint(
                condition=Q(taken_down_at__isnull=True) | Q(taken_down_at__gte=F("said_at")),
                name="post_taken_down_later",
            ),
        ]
        indexes = [models.Index(fields=["owner", "kind", "-said_at"], name="post_of_owner")]


class PostAuthor(models.Model):
    """Who said it: kept for the author alone, who may change the label, mend the words or take them down."""

    wall = _MINE
    wall_for_writing = "false"

    post = models.OneToOneField(Post, models.CASCADE, related_name="author")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")


class PostBody(models.Model):
    """For which body it was said: kept for those who run the WARP."""

    wall = "post_id IN (SELECT wardmote_operated_posts())"
    wall_for_writing = "false"

    post = models.OneToOneField(Post, models.CASCADE, related_name="said_for")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")


class PostReader(models.Model):
    """A person whom a post of label RED is for."""

    # Each only their own: among the readers is the author, also where the post names nobody.
    wall = _MINE
    wall_for_writing = "false"

    post = models.ForeignKey(Post, models.CASCADE, related_name="readers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="post_reader_once")]


class PostFile(models.Model):
    """A file with a post, and of its label. What it held about its maker was taken out; `removed` says what."""

    wall = _SHOWN
    wall_for_writing = "false"

    post = models.ForeignKey(Post, models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    stored = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    removed = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["pk"]
