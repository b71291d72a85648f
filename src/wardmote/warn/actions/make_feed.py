"""A lead makes a secret address at which a program reads the council's warnings as a feed."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.keys import new_secret
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import channel_policies
from ..models import WarningFeed

MOST_OPEN, LONGEST_NOTE = 20, 120


def make_feed(*, by: Viewer, council: Body, note: str = "", at: datetime) -> tuple[WarningFeed, str]:
    """Return the feed and its secret, which is never to be had again."""
    channel_policies.check_can_add(by, council, localdate(at))
    secret = new_secret()
    with transaction.atomic():
        Body.objects.select_for_update(no_key=True).get(pk=council.pk)
        if WarningFeed.objects.filter(council=council, shut_at__isnull=True).count() >= MOST_OPEN:
            raise Denied(_("You have 20 feeds already. Shut one that isn't used any more."), "conflict")
        feed = WarningFeed.objects.create(
            council=council, digest=secret.digest, note=note.strip()[:LONGEST_NOTE], made_by=by.person, made_at=at
        )
        audit.record(
            by=by.person.pk, body=council.pk, action="warning.feed-made", subject=f"warning-feed:{feed.pk}", at=at
        )
    return feed, secret.text
