"""A lead takes an address away: it is told of no warning any more, messages that wait included."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from wardmote.kernel import audit
from wardmote.register.public import Viewer

from .. import channel_policies
from ..models import Channel, ChannelCall, ChannelState


def remove_channel(*, by: Viewer, channel: Channel, at: datetime) -> bool:
    """Remove the address; False where somebody was faster."""
    channel_policies.check_can_shut(by, channel.council, localdate(at))
    with transaction.atomic():
        present = Channel.objects.filter(pk=channel.pk, removed_at__isnull=True)
        is_removed_now = bool(present.update(removed_at=at, secret=""))  # nosec B106 - forgets a secret
        if is_removed_now:
            waiting = ChannelCall.objects.filter(channel=channel, state=ChannelState.WAITING)
            waiting.update(state=ChannelState.FAILED)
            audit.record(
                by=by.person.pk,
                body=channel.council_id,
                action="warning.channel-removed",
                subject=f"channel:{channel.pk}",
                at=at,
            )
    return is_removed_now
