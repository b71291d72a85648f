"""How do councils stand together on each outcome? The national roll-up, as a page and as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wardmote.assess.models import StatusWord
from wardmote.register.public import moment_of, viewer_of

from ..asking import Question, address_with, filters_of, read_question
from ..bars import pieces_of
from ..outcome_figures import share_in_words
from ..queries.rollup import Line, RollUp, roll_up
from ..tables import table_file

WITHHELD = "withheld"


@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    """Show every outcome's figures, with links to narrow them."""
    question, found = _look(request)
    here = reverse("oversee:outcomes")
    context = {
        "question": question,
        "found": found,
        "title": _title(found),
        "words": dict(StatusWord.choices),
        "bar_of": _bar,
        "share_in_words": share_in_words,
        "filters": filters_of(question, here, one_edition=True),
        "file": address_with(question, reverse("oversee:outcomes_file")),
        "back": reverse("oversee:map"),
        "back_text": _("Map"),
    }
    return render(request, "oversee/outcomes.html", context)


@require_safe
def outcomes_file(request: HttpRequest) -> HttpResponse:
    """Give the same figures as CSV, with the same ones withheld."""
    question, found = _look(request)
    columns = ["framework", "outcome", "title", "councils", *StatusWord.values, "meets_target"]
    rows = [_row(question, line) for line in found.lines]
    name = f"outcomes-{found.framework.key}-{found.framework.version}-{question.day.isoformat()}"
    return table_file(name, [*columns, "region", "kind", "as_at"], rows)


def _look(request: HttpRequest) -> tuple[Question, RollUp]:
    viewer, today = viewer_of(request), localdate(moment_of(request))
    question = read_question(request.GET, viewer, today, one_edition=True)
    found = roll_up(question.shape, person=question.person, day=question.day, today=question.today)
    return question, found


def _title(found: RollUp) -> str:
    least = found.least_met
    if least and least.figures.met is not None and least.figures.total:
        share = share_in_words(least.figures.met, least.figures.total)
        return _("%(outcome)s: %(share)s of the councils meet the target, the fewest of all outcomes") % {
            "outcome": f"{least.outcome.id} {least.outcome.title}",
            "share": share,
        }
    if found.councils:
        return _("What the assessments of %(n)s councils say, outcome by outcome") % {"n": found.councils}
    return _("Fewer than five councils share an assessment, so no figures are shown")


def _bar(line: Line) -> object:
    return pieces_of(line.figures.counts.items(), line.figures.total)


def _row(question: Question, line: Line) -> list[object]:
    figures = (line.figures.total, *line.figures.counts.values(), line.figures.met)
    return [
        question.edition.name if question.edition else "",
        line.outcome.id,
        line.outcome.title,
        *(WITHHELD if figure is None else figure for figure in figures),
        question.region,
        question.kind,
        question.day.isoformat(),
    ]
