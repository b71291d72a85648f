"""Files with reports are handed in for a council: kept at once, and read by a job."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..models import CameBy, Intake, IntakeState
from ..report_jobs import read_intake
from ..report_reading import LONGEST_NAME
from ..report_store import storing

MOST_FILES = 50
# What a council may send in an hour, and what may wait to be read: more is a loop, not a reporter.
MOST_IN_AN_HOUR, MOST_WAITING = 2_000, 200


@dataclass(frozen=True)
class HandedIn:
    """A file as it came: the name is the sender's word, and the content hasn't been looked at."""

    name: str
    content: bytes = field(repr=False)


class TooMany(Denied):
    """More comes in than is read: to be sent again later."""

    def __init__(self) -> None:
        super().__init__(_("Too many reports came in at once. Send this one again in an hour."), "conflict")


def hand_in_reports(
    *, by: Viewer | None, council: Body, files: Sequence[HandedIn], came_by: CameBy, at: datetime
) -> UUID:
    """Keep the files and have them read; returns the number under which they can be followed."""
    if by is not None:
        policies.check_can_act(by, council, localdate(at))
    if not files or len(files) > MOST_FILES:
        raise Denied(_("Choose between 1 and 50 files."))
    batch = uuid4()
    with transaction.atomic():
        Body.objects.select_for_update(no_key=True).get(pk=council.pk)
        _check_pace(council, at, len(files))
        for file in files:
            _keep(by, council, batch, file, came_by, at)
        audit.record(
            by=by.person.pk if by else None,
            body=council.pk,
            action="mail-report.taken",
            subject=f"batch:{batch}",
            at=at,
            after={"files": len(files), "came_by": came_by.value},
        )
    return batch


def _check_pace(council: Body, at: datetime, count: int) -> None:
    recent = Intake.objects.filter(council=council)
    if recent.exclude(state=IntakeState.DONE).count() + count > MOST_WAITING:
        raise TooMany
    if recent.filter(asked_at__gt=at - timedelta(hours=1)).count() + count > MOST_IN_AN_HOUR:
        raise TooMany


def _keep(by: Viewer | None, council: Body, batch: UUID, file: HandedIn, came_by: CameBy, at: datetime) -> None:
    with storing([file.content], council.pk) as stored:
        intake = Intake.objects.create(
            council=council,
            batch=batch,
            came_by=came_by,
            name="".join(letter for letter in file.name if letter.isprintable())[:LONGEST_NAME] or _("a file"),
            size=len(file.content),
            stored=stored,
            asked_by=by.person if by else None,
            asked_at=at,
        )
    transaction.on_commit(lambda: read_intake.enqueue(intake.pk))
