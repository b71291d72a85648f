"""How do messages about warnings get to the addresses that councils named, and what is kept of them?"""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils.timezone import localdate
from django_tasks import task

from wardmote.engines.checks.gather.loops import run
from wardmote.kernel.calling import LONGEST_TROUBLE, MOST_TRIES, Outcome, deliver, due_again, headers_of, take_up
from wardmote.kernel.moments import now
from wardmote.kernel.sealing import unseal
from wardmote.kernel.worker import DAILY, HOURLY, Duty

from .channel_messages import message_of, test_message
from .models import Channel, ChannelCall, ChannelState
from .queries.channel_calls import held_after, is_held, items_of

SEALED_FOR = "warning-channel"
KEEP_BODIES = timedelta(days=30)
# What a server says of an address that never comes back (RFC 9110, section 15.5.11).
GONE = 410


@task()
def call_channel(call_id: int) -> str:
    """Send one message. Its key is the same at each try, so that the receiver can drop a double.

    It says what is true when it is sent; where that is nothing any more, it is given up without a word.
    """
    present = ChannelCall.objects.filter(channel__removed_at__isnull=True)
    waiting = present.filter(pk=call_id).first()
    if waiting and is_held(waiting, now()):
        return "waits for an earlier message"
    if not take_up(present, call_id, now()):
        return "nothing to send"
    call = ChannelCall.objects.select_related("channel__council").get(pk=call_id)
    said = _call(call)
    for later in held_after(call):
        call_channel.enqueue(later)
    return said


def _call(call: ChannelCall) -> str:
    """Send what there is to say of a message that was taken up, and keep how that went."""
    items = items_of(call, now())
    if not items:
        ChannelCall.objects.filter(pk=call.pk).update(state=ChannelState.FAILED, tries=MOST_TRIES)
        return "nothing to say any more"
    call.body = message_of(call.channel, items, localdate(now()))
    call.save(update_fields=["body"])
    outcome = _send(call.channel, call.body, str(call.key))
    mine = ChannelCall.objects.filter(pk=call.pk, state=ChannelState.CALLING)
    mine.update(state=ChannelState.FAILED if outcome.trouble else ChannelState.DONE)
    if outcome.status == GONE:
        ChannelCall.objects.filter(pk=call.pk).update(tries=MOST_TRIES)
    note(call.channel, outcome.trouble, now())
    return outcome.trouble or "delivered"


@task()
def call_channels_again() -> int:
    """Queue the messages whose time to be tried again has come; the hourly duty."""
    return queue_again(now())


@task()
def send_test(channel_id: int) -> str:
    """Send a message that says only that messages arrive."""
    channel = Channel.objects.select_related("council").filter(pk=channel_id, removed_at__isnull=True).first()
    if channel is None:
        return "nothing to send"
    outcome = _send(channel, test_message(channel), str(uuid4()))
    note(channel, outcome.trouble, now())
    return outcome.trouble or "delivered"


@task()
def forget_messages() -> int:
    """Forget what old messages said; that they were sent is kept, so that nothing is sent again."""
    return forget(now())


def queue_again(at: datetime) -> int:
    """Queue messages that failed and whose time has come, and those whose worker died; returns how many."""
    due = due_again(ChannelCall.objects.filter(channel__removed_at__isnull=True), at)
    for call_id in due:
        call_channel.enqueue(call_id)
    return len(due)


def forget(at: datetime) -> int:
    """Do the same at a moment; returns how many."""
    old = ChannelCall.objects.filter(made_at__lt=at - KEEP_BODIES).exclude(body={})
    return old.update(body={}, tries=MOST_TRIES)


def note(channel: Channel, trouble: str, at: datetime) -> None:
    """Keep with the address what is wrong with it, and since when; nothing where a message was taken."""
    kept = Channel.objects.filter(pk=channel.pk)
    if not trouble:
        kept.exclude(trouble="").update(trouble="", trouble_since=None)
        return
    kept.filter(trouble_since__isnull=True).update(trouble_since=at)
    kept.update(trouble=trouble[:LONGEST_TROUBLE])


def _send(channel: Channel, body: dict[str, Any], key: str) -> Outcome:
    said = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    secret = unseal(channel.secret, SEALED_FOR) if channel.secret else ""
    return run(deliver(channel.address, said, headers_of(key, said, secret, now())))


DUTIES = [
    Duty("call-channels-again", HOURLY, call_channels_again),
    Duty("forget-channel-messages", DAILY, forget_messages),
]
