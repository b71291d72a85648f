"""A lead has a message sent to an address that says only that it arrives."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import DoneOnce
from wardmote.register.public import Viewer

from .. import channel_policies
from ..channel_jobs import send_test
from ..models import Channel

PAUSE = timedelta(minutes=1)


def ask_test(*, by: Viewer, channel: Channel, at: datetime) -> None:
    """Queue the message; a second one within a minute is refused."""
    channel_policies.check_can_add(by, channel.council, localdate(at))
    with transaction.atomic():
        last, is_new = DoneOnce.objects.select_for_update().get_or_create(
            key=f"channel-test:{channel.pk}", defaults={"at": at}
        )
        if not is_new and last.at > at - PAUSE:
            raise Denied(_("A test message was sent within the last minute. Wait a little."), "conflict")
        DoneOnce.objects.filter(pk=last.pk).update(at=at)
        audit.record(
            by=by.person.pk,
            body=channel.council_id,
            action="warning.channel-tested",
            subject=f"channel:{channel.pk}",
            at=at,
        )
        send_test.enqueue(channel.pk)
