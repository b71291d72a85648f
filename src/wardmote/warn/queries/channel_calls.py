"""What does a message to a channel say when it is sent, which may be long after it was promised?

A channel's messages go one after another. What a later message tells of isn't told by an earlier one that failed and
is tried again, and what was taken back meanwhile isn't told as if it stood; the rest is said as it stands today.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from wardmote.engines.advisories.facts import Label
from wardmote.kernel.calling import STALE_AFTER

from ..models import ChannelCall, ChannelState, Notice, Occasion
from .channels import ChannelItem, weight, written_about
from .notices import with_statements

# The first of these that was promised, and not delivered, is what a warning is told as.
_TOLD_AS = (Occasion.NEW, Occasion.URGENT, Occasion.BULLETIN)
# A message that failed so long ago is never tried again: its words are forgotten.
_LOOKED_BACK = timedelta(days=30)


def is_held(call: ChannelCall, at: datetime) -> bool:
    """Say whether an earlier message to the same address is on its way."""
    earlier = ChannelCall.objects.filter(channel=call.channel_id, pk__lt=call.pk, state=ChannelState.CALLING)
    return earlier.filter(tried_at__gte=at - STALE_AFTER).exists()


def held_after(call: ChannelCall) -> list[int]:
    """Return the later messages to the same address that nobody has tried yet."""
    later = ChannelCall.objects.filter(channel=call.channel_id, pk__gt=call.pk, state=ChannelState.WAITING, tries=0)
    return list(later.order_by("pk").values_list("pk", flat=True))


def items_of(call: ChannelCall, at: datetime) -> tuple[ChannelItem, ...]:
    """Return what there is to say now of the warnings that a message is about, the most urgent first."""
    calls = ChannelCall.objects.filter(channel=call.channel_id)
    following = calls.filter(pk__gt=call.pk).exclude(body={}).order_by("pk").values_list("pk", flat=True).first()
    mine = calls.filter(pk__gte=call.pk)
    promised = _occasions(mine.filter(pk__lt=following) if following else mine)
    if following:
        later = calls.filter(pk__gte=following, notice__in=promised)
        for notice in set(later.order_by().values_list("notice_id", flat=True)):
            del promised[notice]
    for notice, occasions in _occasions(_never_arrived(calls, call, at).filter(notice__in=promised)).items():
        promised[notice] |= occasions - {Occasion.TAKEN_BACK}
    return _items(call, promised, at)


def _items(call: ChannelCall, promised: dict[int, set[str]], at: datetime) -> tuple[ChannelItem, ...]:
    notices = list(with_statements(Notice.objects.filter(pk__in=promised).exclude(story__label=Label.RED.value)))
    written = written_about(call.channel.council, localdate(at), {notice.story_id for notice in notices})
    items = []
    for notice in notices:
        occasion = _told_as(promised[notice.pk], is_gone=notice.taken_back_at is not None)
        if occasion:
            bulletin = next(iter(written.get(notice.story_id, ())), None)
            items.append(ChannelItem(notice, occasion, 1, bulletin=bulletin))
    return tuple(sorted(items, key=weight))


def _told_as(promised: set[str], *, is_gone: bool) -> Occasion | None:
    if is_gone:
        return Occasion.TAKEN_BACK if Occasion.TAKEN_BACK in promised else None
    return next((occasion for occasion in _TOLD_AS if occasion in promised), None)


def _occasions(rows: QuerySet[ChannelCall]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for notice, occasion in rows.order_by().values_list("notice_id", "occasion"):
        found[notice].add(occasion)
    return found


def _never_arrived(calls: QuerySet[ChannelCall], call: ChannelCall, at: datetime) -> QuerySet[ChannelCall]:
    """Return the rows of earlier messages that failed; each message's rows follow the one that holds its words."""
    earlier = calls.filter(pk__lt=call.pk, made_at__gt=at - _LOOKED_BACK).exclude(body={})
    heads = [*earlier.order_by("pk").values_list("pk", "state"), (call.pk, call.state)]
    rows = Q(pk__in=())
    for (first, state), (end, _state) in pairwise(heads):
        if state == ChannelState.FAILED:
            rows |= Q(pk__gte=first, pk__lt=end)
    return calls.filter(rows)
