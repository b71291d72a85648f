"""Which work about mail reports is done in the background? They are read, fetched from the mailbox, and thrown away."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django_tasks import task

from wardmote.kernel.moments import now
from wardmote.kernel.private_files import delete_stored, open_stored, stored_before
from wardmote.kernel.worker import DAILY, HOURLY, Duty

from .actions.take_reports import MOST_TROUBLES, Tally, take_reports
from .mailbox import MailboxTrouble, read_mailbox
from .models import Delivery, Intake, IntakeState
from .report_reading import Found, Refusal, in_batches, reports_in
from .report_store import FOLDER

KEEP_INTAKES = timedelta(days=90)
# A file that isn't read by then lost its job: it gets another, and after a day it is given up.
RESUME_AFTER, GIVE_UP_AFTER = timedelta(hours=1), timedelta(days=1)
SWEEP_AFTER = timedelta(days=1)

log = structlog.get_logger("wardmote.mail-reports")


@task()
def read_intake(intake_id: int) -> str:
    """Read one file. A worker that dies leaves it to the next, which takes nothing twice."""
    intake = _take_up(intake_id)
    if intake is None:
        return "nothing to read"
    tally = Tally()
    for batch in in_batches(_found_in(intake)):
        some = take_reports(by=None, council=intake.council, found=batch, came_by=intake.way, at=now(), intake=intake)
        tally.taken += some.taken
        tally.doubled += some.doubled
        tally.refusals += some.refusals
    _finish(intake, tally)
    return f"{tally.taken} taken, {tally.doubled} doubled, {len(tally.refusals)} refused"


def _take_up(intake_id: int) -> Intake | None:
    with transaction.atomic():
        waiting = Intake.objects.select_for_update(of=("self",)).exclude(state=IntakeState.DONE)
        intake = waiting.select_related("council").filter(pk=intake_id).first()
        if intake:
            Intake.objects.filter(pk=intake.pk).update(state=IntakeState.WORKING)
    return intake


def _found_in(intake: Intake) -> Iterator[Found]:
    file = open_stored(intake.stored)
    if file is None:
        yield Refusal(intake.name, "gone", _("The file was lost on our side. Send it again."))
        return
    with file:
        yield from reports_in(file, intake.name)


def _finish(intake: Intake, tally: Tally) -> None:
    """Say what became of a file, and throw it away: each report that was taken is kept on its own."""
    Intake.objects.filter(pk=intake.pk).update(
        state=IntakeState.DONE,
        stored="",
        finished_at=now(),
        taken=tally.taken,
        doubled=tally.doubled,
        refused=len(tally.refusals),
        troubles=tally.troubles[:MOST_TROUBLES],
    )
    delete_stored(intake.stored)


@task()
def resume_intakes() -> int:
    """Have files read again whose job was lost, and give up those that nobody could read for a day."""
    at = now()
    unread = Intake.objects.exclude(state=IntakeState.DONE).filter(asked_at__lt=at - RESUME_AFTER)
    for intake in unread:
        if intake.asked_at < at - GIVE_UP_AFTER:
            reason = _("We couldn't read this file. Send it again, or tell us if it fails again.")
            _finish(intake, Tally(refusals=[Refusal(intake.name, "given_up", reason)]))
        else:
            read_intake.enqueue(intake.pk)
    return len(unread)


@task()
def read_report_mailbox() -> str:
    """Fetch what came into the installation's mailbox since the last time."""
    if settings.REPORTS_MAILBOX is None:
        return "no mailbox"
    try:
        return str(read_mailbox(settings.REPORTS_MAILBOX, at=now()))
    except MailboxTrouble as trouble:
        log.warning("mailbox", trouble=trouble.sentence)
        return trouble.sentence


@task()
def forget_old_reports() -> int:
    """Throw reports away whose time has come; their numbers stay."""
    at = now()
    old = Delivery.objects.filter(raw_until__lt=localdate(at))
    names = set(old.values_list("stored", flat=True).distinct())
    count = old.update(stored="", raw_until=None, raw_start=0, raw_size=0)
    Intake.objects.filter(state=IntakeState.DONE, finished_at__lt=at - KEEP_INTAKES).delete()
    for stored in names:
        delete_stored(stored)
    _sweep(at)
    return count


def _sweep(at: datetime) -> None:
    """Delete files that no row names: what was written when something failed right after."""
    for stored in stored_before(at - SWEEP_AFTER, FOLDER):
        is_named = Delivery.objects.filter(stored=stored).exists() or Intake.objects.filter(stored=stored).exists()
        if not is_named:
            delete_stored(stored)


DUTIES = [
    Duty("resume-mail-reports", HOURLY, resume_intakes),
    Duty("read-report-mailbox", HOURLY, read_report_mailbox),
    Duty("forget-old-mail-reports", DAILY, forget_old_reports),
]
