"""Which PDF may this person have? One that they asked for, or one of their council's, and still may read."""

from datetime import datetime

from django.utils.timezone import localdate

from wardmote.kernel.denial import missing
from wardmote.register.public import Viewer

from ..models import Paper, PaperKind
from .report_shown import Access, find_access


def find_paper(viewer: Viewer, code: str, number: int, paper: int, at: datetime) -> Paper:
    """Return the paper; it isn't there for whoever may not read what it holds."""
    papers = Paper.objects.select_related("council", "report").filter(assessment=number, council__code=code)
    found = papers.filter(pk=paper).first()
    if found is None or not _may_have(find_access(viewer, code, number, localdate(at)), viewer, found):
        raise missing("paper")
    return found


def _may_have(access: Access, viewer: Viewer, paper: Paper) -> bool:
    if access.reads_answers:
        return True
    if paper.asked_by_id != viewer.person.pk or paper.kind == PaperKind.BUSINESS_CASE or paper.report is None:
        return False
    if access.review and paper.asked_at < access.review.asked_at:
        # What the council showed may have changed since: an assurer has it made again.
        return False
    return access.reads_reasons or not paper.shows_reasons
