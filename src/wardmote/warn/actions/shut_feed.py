"""A lead shuts a feed: its address shows nothing any more."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from wardmote.kernel import audit
from wardmote.register.public import Viewer

from .. import channel_policies
from ..models import WarningFeed


def shut_feed(*, by: Viewer, feed: WarningFeed, at: datetime) -> bool:
    """Make the feed's secret useless from now on. False where somebody was faster."""
    channel_policies.check_can_shut(by, feed.council, localdate(at))
    with transaction.atomic():
        is_shut_now = bool(WarningFeed.objects.filter(pk=feed.pk, shut_at__isnull=True).update(shut_at=at))
        if is_shut_now:
            audit.record(
                by=by.person.pk,
                body=feed.council_id,
                action="warning.feed-shut",
                subject=f"warning-feed:{feed.pk}",
                at=at,
            )
    return is_shut_now
