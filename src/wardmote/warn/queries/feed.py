"""What does the secret address of a feed show, and to nobody without it?

Whoever reads it isn't signed in, so the rows are read on the house's own behalf, by the feed's council. Only what is
labelled CLEAR or GREEN is in it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from wardmote.kernel.keys import digest_of
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Body
from wardmote.register.public import is_alive

from ..models import Bulletin, Notice, Occasion, WarningFeed
from .channels import ChannelItem, written_about
from .notices import with_statements
from .shown import OUT
from .standing import SHOWN_LABELS

FED = timedelta(days=60)
MOST_FED = 200


@dataclass(frozen=True)
class OpenedFeed:
    """A feed's warnings, the newest first, each with the newest bulletin about it."""

    feed: WarningFeed
    council: Body
    items: tuple[ChannelItem, ...]
    at: datetime


def opened_feed(secret: str, at: datetime) -> OpenedFeed | None:
    """Return what the feed shows; None where the secret opens nothing."""
    with seeing_as_system():
        digest = digest_of(secret)
        feed = WarningFeed.objects.select_related("council").filter(digest=digest, shut_at__isnull=True).first()
        if feed is None or not is_alive(feed.council, localdate(at)):
            return None
        return OpenedFeed(feed, feed.council, _items(feed.council, at), at)


def _items(council: Body, at: datetime) -> tuple[ChannelItem, ...]:
    said = Bulletin.objects.filter(story=OuterRef("story"), state__in=OUT)
    said_lately = said.filter(Q(corrected_at__gt=at - FED) | Q(withdrawn_at__gt=at - FED))
    recent = Q(changed_at__gt=at - FED) | Q(Exists(said_lately))
    found = with_statements(Notice.objects.filter(recent, council=council, story__label__in=SHOWN_LABELS))
    notices = list(found.order_by("-changed_at", "-pk")[:MOST_FED])
    written = written_about(council, localdate(at), {notice.story_id for notice in notices})
    items = (
        ChannelItem(
            notice,
            Occasion.TAKEN_BACK if notice.taken_back_at else Occasion.NEW,
            1,
            bulletin=next((one for one in written.get(notice.story_id, ()) if one.label in SHOWN_LABELS), None),
        )
        for notice in notices
    )
    fresh = (item for item in items if item.said_at > at - FED)
    return tuple(sorted(fresh, key=lambda item: (item.said_at, item.notice.pk), reverse=True))
