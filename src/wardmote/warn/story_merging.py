"""What becomes of everything that hangs on a story which turns out to be another one?"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Min

from .models import (
    Answer,
    Bulletin,
    ChannelCall,
    Match,
    Notice,
    Nudge,
    Post,
    Range,
    Sighting,
    Statement,
    Story,
    StoryName,
    Telling,
)

# An answer, the days and reasons that belong to it, and who gave it.
_ANSWER = ("answer", "until", "reason", "answered_by_id", "answered_at")


def merge_stories(*, into: int, others: Iterable[int], at: datetime) -> None:
    """Give the others' names, statements, ranges and notices to one story, and remove them; matches are made anew."""
    gone = sorted(others)
    StoryName.objects.filter(story__in=gone).update(story=into)
    Statement.objects.filter(story__in=gone).update(story=into)
    Range.objects.filter(story__in=gone).update(story=into)
    Match.objects.filter(story__in=gone).delete()
    Bulletin.objects.filter(story__in=gone).update(story=into)
    Bulletin.objects.filter(about__in=gone).update(about=into)
    Post.objects.filter(story__in=gone).update(story=into)
    for sighting in Sighting.objects.filter(story__in=gone):
        same = Sighting.objects.filter(story=into, collection=sighting.collection_id, stix_id=sighting.stix_id)
        if not same.exists():
            Sighting.objects.filter(pk=sighting.pk).update(story=into)
    for notice in Notice.objects.filter(story__in=gone).order_by("pk"):
        kept = Notice.objects.filter(story=into, council=notice.council_id).first()
        if kept is None:
            Notice.objects.filter(pk=notice.pk).update(story=into)
        else:
            _join(kept, notice, at)
    first = Story.objects.filter(pk__in=[into, *gone]).aggregate(at=Min("first_seen_at"))["at"]
    Story.objects.filter(pk=into).update(first_seen_at=first)
    Story.objects.filter(pk__in=gone).delete()


def _join(kept: Notice, other: Notice, at: datetime) -> None:
    """Let one notice of a council stand for two: the most urgent, with the answer that was given last."""
    if other.answer and (not kept.answer or (other.answered_at and kept.answered_at < other.answered_at)):  # type: ignore[operator]
        for name in _ANSWER:
            setattr(kept, name, getattr(other, name))
    if other.taken_back_at is None:
        kept.taken_back_at = None
    kept.priority = min(kept.priority, other.priority)
    kept.due_on = min((day for day in (kept.due_on, other.due_on) if day), default=None)
    kept.read_at = min((read for read in (kept.read_at, other.read_at) if read), default=None)
    kept.raised_at = min(kept.raised_at, other.raised_at)
    kept.changed_at, kept.edition = at, kept.edition + 1
    Answer.objects.filter(notice=other).update(notice=kept)
    told = set(Telling.objects.filter(notice=kept).values_list("person_id", "occasion", "number"))
    for telling in Telling.objects.filter(notice=other):
        if (telling.person_id, telling.occasion, telling.number) not in told:
            Telling.objects.filter(pk=telling.pk).update(notice=kept)
    nudged = set(Nudge.objects.filter(notice=kept).values_list("on", flat=True))
    Nudge.objects.filter(notice=other).exclude(on__in=nudged).update(notice=kept)
    called = set(ChannelCall.objects.filter(notice=kept).values_list("channel_id", "occasion", "number"))
    for call in ChannelCall.objects.filter(notice=other):
        if (call.channel_id, call.occasion, call.number) not in called:
            ChannelCall.objects.filter(pk=call.pk).update(notice=kept)
    other.delete()
    kept.save()
