"""Which addresses does a council have told of its warnings, and what is there to tell one that it wasn't told before?

A channel is told that a warning is new, that it has become urgent, what a WARP or the programme wrote about it, and
that it was taken back. Each has a number, as for people (`untold.py`): what comes again is told again, nothing twice.
Warnings from before the channel was added are left alone, unless they are urgent or written about after that.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.timezone import localdate

from wardmote.engines.advisories.facts import Label
from wardmote.register.models import Affiliation, Body
from wardmote.register.models.bodies import Kind
from wardmote.register.public import valid_on

from .. import channel_policies
from ..models import Audience, Bulletin, Channel, ChannelCall, CircleMember, Notice, Occasion, Priority, WarningFeed
from .access import Desk, reading
from .notices import with_statements
from .shown import OUT
from .standing import waiting_on

TAKEN_BACK_WITHIN = timedelta(days=60)
_ORDER = [Occasion.URGENT, Occasion.NEW, Occasion.BULLETIN, Occasion.TAKEN_BACK]


@dataclass(frozen=True)
class ChannelItem:
    """One warning to tell a channel of.

    `bulletin` is the newest about it, and `editions` counts what was published where the channel wasn't told of all.
    """

    notice: Notice
    occasion: Occasion
    number: int
    editions: int = 0
    bulletin: Bulletin | None = None

    @property
    def is_for_now(self) -> bool:
        """Say whether it is to be acted on now."""
        return self.occasion == Occasion.URGENT or (
            self.occasion == Occasion.NEW and self.notice.priority == Priority.NOW
        )

    @property
    def said_at(self) -> datetime:
        """Return when the warning changed, or somebody wrote about it, corrected or withdrew that."""
        changed_at = self.notice.changed_at
        return max(changed_at, last_said(self.bulletin)) if self.bulletin else changed_at


def leading_out(request: HttpRequest, code: str) -> Desk:
    """Let in the lead of a council, of one that is at work no more too; others are told why not."""
    desk = reading(request, code)
    channel_policies.check_can_shut(desk.viewer, desk.council, desk.day)
    return desk


def present_channels(council: Body) -> QuerySet[Channel]:
    """Return the addresses that are told of warnings."""
    return Channel.objects.filter(council=council, removed_at__isnull=True)


def open_feeds(council: Body) -> QuerySet[WarningFeed]:
    """Return the feeds that can be read."""
    return WarningFeed.objects.filter(council=council, shut_at__isnull=True).select_related("made_by")


def due_to(channel: Channel, at: datetime) -> tuple[ChannelItem, ...]:
    """Return what is to be told, the most urgent first, each with what a message needs."""
    day = localdate(at)
    notices = list(_perhaps(channel, at, day).only("pk", "story", "priority", "taken_back_at"))
    if not notices:
        return ()
    told = _told_of(channel, [notice.pk for notice in notices])
    written = written_about(channel.council, day, {notice.story_id for notice in notices})
    due = {
        notice.pk: item
        for notice in notices
        if (item := _item(notice, told[notice.pk], written.get(notice.story_id, ())))
    }
    whole = with_statements(Notice.objects.filter(pk__in=due))
    items = [
        ChannelItem(notice, item.occasion, item.number, item.editions, item.bulletin)
        for notice in whole
        for item in [due[notice.pk]]
    ]
    return tuple(sorted(items, key=weight))


def written_about(council: Body, day: date, stories: set[int]) -> dict[int, tuple[Bulletin, ...]]:
    """Return what was published to the council about some stories, the newest first, withdrawn ones among them."""
    belongs = Exists(Affiliation.objects.filter(valid_on(day), group=OuterRef("owner"), member=council))
    inside = CircleMember.objects.filter(circle=OuterRef("circle"), body=council, until__isnull=True)
    to_members = Q(audience__in=[Audience.EVERYONE, Audience.MATCHING]) & (Q(owner__kind=Kind.PROGRAMME) | Q(belongs))
    to_circle = Q(audience=Audience.CIRCLE) & Q(Exists(inside.filter(circle__closed_at__isnull=True)))
    told = Bulletin.objects.filter(
        to_members | to_circle, state__in=OUT, story__in=stories, owner__is_demonstration=council.is_demonstration
    )
    found: dict[int, list[Bulletin]] = defaultdict(list)
    for bulletin in told.select_related("owner"):
        found[int(bulletin.story_id or 0)].append(bulletin)
    return {story: tuple(sorted(some, key=last_said, reverse=True)) for story, some in found.items()}


def last_said(bulletin: Bulletin) -> datetime:
    """Return when it was published, corrected or withdrawn last."""
    moments = (bulletin.published_at, bulletin.corrected_at, bulletin.withdrawn_at)
    return max(moment for moment in moments if moment)


def _perhaps(channel: Channel, at: datetime, day: date) -> QuerySet[Notice]:
    """Return the warnings of which there may be something to tell: mostly none, so the database looks first.

    Label RED is for people who were named, so that a channel isn't told even that there is something.
    """
    spoken = ChannelCall.objects.filter(channel=channel, notice=OuterRef("pk"))
    is_told = Exists(spoken.filter(occasion=Occasion.NEW))
    about = Bulletin.objects.filter(story=OuterRef("story"), state__in=OUT)
    said_since = Q(published_at__gte=channel.added_at) | Q(corrected_at__gte=channel.added_at)
    is_fresh = (
        Q(raised_at__gte=channel.added_at)
        | Q(priority=Priority.NOW, changed_at__gte=channel.added_at)
        | Q(Exists(about.filter(said_since)))
    )
    urgent_untold = Q(priority=Priority.NOW) & ~Exists(spoken.filter(occasion=Occasion.URGENT))
    came_again = Q(Exists(spoken.filter(occasion=Occasion.TAKEN_BACK)))
    stands = waiting_on(day) & Q(priority__lte=channel.least_priority)
    news = (~is_told & is_fresh) | (Q(is_told) & (urgent_untold | came_again | Q(Exists(about))))
    is_gone = Q(taken_back_at__gt=at - TAKEN_BACK_WITHIN) & Q(is_told)
    found = Notice.objects.filter(council=channel.council_id).exclude(story__label=Label.RED.value)
    return found.filter((stands & news) | is_gone)


def _told_of(channel: Channel, notices: list[int]) -> dict[int, dict[str, int]]:
    """Return the highest number that was told on each occasion, by warning."""
    told: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = ChannelCall.objects.filter(channel=channel, notice__in=notices)
    for notice, occasion, number in rows.order_by().values_list("notice_id", "occasion", "number"):
        told[notice][occasion] = max(told[notice][occasion], number)
    return told


def _item(notice: Notice, told: dict[str, int], written: tuple[Bulletin, ...]) -> ChannelItem | None:
    new, back = told[Occasion.NEW], told[Occasion.TAKEN_BACK]
    editions, bulletin = sum(one.edition for one in written), written[0] if written else None
    editions = editions if editions > told[Occasion.BULLETIN] else 0
    if notice.taken_back_at:
        return ChannelItem(notice, Occasion.TAKEN_BACK, new) if new > back else None
    if new == back:
        return ChannelItem(notice, Occasion.NEW, new + 1, editions, bulletin)
    if notice.priority == Priority.NOW and told[Occasion.URGENT] < new:
        return ChannelItem(notice, Occasion.URGENT, new, editions, bulletin)
    if editions:
        return ChannelItem(notice, Occasion.BULLETIN, editions, editions, bulletin)
    return None


def weight(item: ChannelItem) -> tuple[bool, int, int, date, int]:
    """Return what puts the most urgent first."""
    notice = item.notice
    return (not item.is_for_now, _ORDER.index(item.occasion), notice.priority, notice.due_on or date.max, notice.pk)
