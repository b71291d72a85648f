"""Which work of this room is done in the background? Papers are made, and old ones thrown away."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from wardmote.kernel.denial import Denied
from wardmote.kernel.moments import now
from wardmote.kernel.private_files import delete_stored
from wardmote.kernel.worker import DAILY, Duty

from .models import Paper, PaperState
from .papers import html_of
from .papers.printing import NoPrinter, print_pdf
from .papers.shelf import store, sweep
from .reminding import remind_people

KEEP_PAPERS = timedelta(days=30)


@task()
def make_paper(paper_id: int) -> str:
    """Make one paper, showing how far it is. A worker that dies leaves it to the next, which starts anew."""
    paper = _take_up(paper_id)
    if paper is None:
        return "nothing to make"
    with _failing_in_words(paper):
        html = html_of(paper)
        _reach(paper, 2)
        printed = print_pdf(html)
        _reach(paper, 3)
        stored = store(printed.content)
        Paper.objects.filter(pk=paper.pk).update(
            state=PaperState.DONE,
            step=paper.steps,
            stored=stored,
            size=len(printed.content),
            pages=printed.pages,
            trouble="",
            finished_at=now(),
        )
    return "done"


@task()
def forget_old_papers() -> int:
    """Throw papers away that were asked for a month ago; whoever needs one has it made again."""
    before = now() - KEEP_PAPERS
    old = Paper.objects.filter(asked_at__lt=before)
    for paper in old.only("stored"):
        delete_stored(paper.stored)
    sweep(before)
    return old.delete()[0]


DUTIES = [Duty("forget-old-papers", DAILY, forget_old_papers), Duty("remind-people", DAILY, remind_people)]


def _take_up(paper_id: int) -> Paper | None:
    """Take a paper that waits, or one whose worker died: the queue gives a job to one worker at a time."""
    with transaction.atomic():
        unfinished = Paper.objects.select_for_update(of=("self",)).filter(
            pk=paper_id, state__in=[PaperState.WAITING, PaperState.WORKING]
        )
        paper = unfinished.select_related("report", "council", "asked_by").first()
        if paper:
            Paper.objects.filter(pk=paper.pk).update(state=PaperState.WORKING, step=1)
    return paper


def _reach(paper: Paper, step: int) -> None:
    Paper.objects.filter(pk=paper.pk).update(step=step)


@contextmanager
def _failing_in_words(paper: Paper) -> Iterator[None]:
    """Tell whoever waits what went wrong. A fault that we don't know of still ends the job as failed."""
    trouble = _("Something went wrong on our side. Ask for it again; if it fails again, tell us.")
    try:
        yield
        trouble = ""
    except (Denied, NoPrinter) as known:
        trouble = str(known)
    finally:
        if trouble:
            Paper.objects.filter(pk=paper.pk).update(state=PaperState.FAILED, trouble=trouble[:200], finished_at=now())
