"""Somebody has a PDF made of what they may read. A job makes it; the request only asks."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from ..jobs import make_paper
from ..models import Paper, PaperKind, PaperState, Report

MOST_AT_ONCE = 5
UNFINISHED = (PaperState.WAITING, PaperState.WORKING)
# A paper that isn't done by then never will be: its job was given up.
GIVEN_UP_AFTER = timedelta(hours=1)


def ask_paper(
    *,
    by: Viewer,
    kind: PaperKind,
    council: Body,
    assessment: int,
    report: Report | None = None,
    shows_reasons: bool = True,
    at: datetime,
) -> Paper:
    """Have a paper made; asked again while it is being made, return the one that is on its way.

    The caller has checked that the person may read what goes into it; the job checks again.
    """
    with transaction.atomic():
        waiting = Paper.objects.filter(asked_by=by.person, state__in=UNFINISHED, asked_at__gt=at - GIVEN_UP_AFTER)
        same = waiting.filter(assessment=assessment, report=report, kind=kind, shows_reasons=shows_reasons).first()
        if same:
            return same
        if waiting.count() >= MOST_AT_ONCE:
            raise Denied(
                _("Five of your PDFs are being made already. Wait for one of them, then ask again."), "conflict"
            )
        paper = Paper.objects.create(
            assessment_id=assessment,
            report=report,
            council=council,
            kind=kind,
            shows_reasons=shows_reasons,
            asked_by=by.person,
            asked_at=at,
        )
        audit.record(
            by=by.person.pk,
            body=council.pk,
            action="paper.asked",
            subject=f"paper:{paper.pk}",
            at=at,
            after={"kind": str(kind)},
        )
        transaction.on_commit(lambda: make_paper.enqueue(paper.pk))
    return paper
