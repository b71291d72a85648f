"""Those who run a desk remind members of a bulletin that they haven't answered: one of them, or all that wait."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.public import Viewer

from .. import circle_policies
from ..models import Bulletin, BulletinState, Nudge
from ..queries.board_of_one import notices_to_nudge
from ..telling import tell_now


def nudge(*, by: Viewer, bulletin: Bulletin, council: str = "", at: datetime) -> int:
    """Remind the council with this code, or all that wait, once a day each; returns how many were reminded.

    A council that doesn't show its answers isn't reminded: nobody here knows whether it waits.
    """
    circle_policies.check_can_operate(by, bulletin.owner)
    if bulletin.state != BulletinState.PUBLISHED:
        raise Denied(_("Only a bulletin that is out can be asked about."), "conflict")
    day = localdate(at)
    waiting = notices_to_nudge(by.person, bulletin, day).select_related("council")
    if council:
        waiting = waiting.filter(council__code=council)
    with transaction.atomic():
        asked = {notice.pk: notice.council for notice in waiting}
        rows = [
            Nudge(council=body, notice_id=key, from_body=bulletin.owner, by=by.person, at=at, on=day)
            for key, body in asked.items()
        ]
        # What somebody else asks about at this moment isn't asked twice.
        Nudge.objects.bulk_create(rows, ignore_conflicts=True)
        written = Nudge.objects.filter(notice__in=asked, from_body=bulletin.owner, by=by.person, at=at, on=day)
        reminded = [asked[key] for key in written.values_list("notice_id", flat=True)]
        if not reminded:
            raise Denied(_("Nobody is left to remind today: they have answered, or were reminded already."), "conflict")
        audit.record(
            by=by.person.pk,
            body=bulletin.owner_id,
            action="bulletin.nudged",
            subject=f"bulletin:{bulletin.pk}",
            at=at,
            after={"councils": sorted(body.code for body in reminded)},
        )
        for body in reminded:
            transaction.on_commit(partial(tell_now.enqueue, body.pk))
    return len(reminded)
