"""A council's addresses are told of its warnings: one message to each for all that is due, and nothing twice.

Each warning that a message speaks of has a row, written in one transaction with the job that sends it. The first row
holds the message; the others say only that they were told with it. Two workers at once are held apart by the channel's
row, and by the constraint of the rows themselves.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.timezone import localdate

from wardmote.register.models import Body
from wardmote.register.public import is_alive

from ..channel_jobs import call_channel
from ..channel_messages import message_of
from ..models import Channel, ChannelCall, ChannelState, Occasion
from ..queries.channels import ChannelItem, due_to, present_channels

ROWS_AT_ONCE = 500


def tell_channels(*, council: Body, at: datetime) -> int:
    """Promise each address its message, if anything is due to it; returns how many messages that are."""
    if not is_alive(council, localdate(at)):
        return 0
    with transaction.atomic():
        channels = list(present_channels(council).select_for_update().order_by("pk"))
        return sum(_promise(channel, at) for channel in channels)


def _promise(channel: Channel, at: datetime) -> bool:
    items = due_to(channel, at)
    if not items:
        return False
    rows = [_row(channel, item, occasion, number, at) for item in items for occasion, number in _told_with(item)]
    rows[0].state, rows[0].body = ChannelState.WAITING, message_of(channel, items, localdate(at))
    rows[0].save(force_insert=True)
    ChannelCall.objects.bulk_create(rows[1:], batch_size=ROWS_AT_ONCE)
    call_channel.enqueue(rows[0].pk)
    return True


def _told_with(item: ChannelItem) -> Iterator[tuple[Occasion, int]]:
    """Yield what the message says of one warning: that it is new may say that it is urgent, and who wrote about it."""
    yield item.occasion, item.number
    if item.occasion == Occasion.NEW and item.is_for_now:
        yield Occasion.URGENT, item.number
    if item.occasion in (Occasion.NEW, Occasion.URGENT) and item.editions:
        yield Occasion.BULLETIN, item.editions


def _row(channel: Channel, item: ChannelItem, occasion: Occasion, number: int, at: datetime) -> ChannelCall:
    return ChannelCall(
        council=channel.council,
        channel=channel,
        notice=item.notice,
        occasion=occasion,
        number=number,
        key=uuid4(),
        body={},
        state=ChannelState.DONE,
        made_at=at,
    )
