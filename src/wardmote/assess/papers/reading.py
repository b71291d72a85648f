"""What may stand on a paper? What the person who asked may read at this moment, and no more."""

from dataclasses import replace

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel.denial import Denied
from wardmote.kernel.moments import now
from wardmote.register.public import find_viewer

from ..models import Paper
from ..queries.report_shown import DRAFT, Shown, find_shown


def shown_on(paper: Paper) -> Shown:
    """Return the report or draft through the same gate as its page; Denied where the person may no longer read it."""
    if paper.asked_by is None:
        raise Denied(_("Nobody waits for this paper any more."))
    at = now()
    viewer = find_viewer(paper.asked_by, localdate(at))
    version = paper.report.number if paper.report else DRAFT
    shown = find_shown(viewer, paper.council.code, paper.assessment_id, at, version)
    return shown if paper.shows_reasons else replace(shown, reasons=None)
