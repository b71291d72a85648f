"""Which councils share a submitted assessment, and where is its report? A list by name or date, never by result."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wardmote.assess.models import ReportKind
from wardmote.kernel.roles import READS_NATIONAL_RESULTS
from wardmote.register.models.sharing import Audience
from wardmote.register.public import log_reading, moment_of, viewer_of

from ..asking import KINDS, OPERATOR, Question, address_with, filters_of, read_question
from ..queries.reports_listed import ORDERS, Page, all_reports, reports_page
from ..tables import table_file

COLUMNS = ("code", "council", "region", "kind", "framework", "report", "made_on", "outcomes_met", "outcomes")


@require_safe
def assessments_listed(request: HttpRequest) -> HttpResponse:
    """Show one page of the list; a look at anything is logged where the councils see it."""
    question, order = _asked(request)
    number = request.GET.get("page", "")
    page = reports_page(
        question.shape,
        order,
        int(number[:4]) if number.isdecimal() else 1,
        person=question.person,
        day=question.day,
        today=question.today,
    )
    if page.rows:
        _log(request, question, "list of assessments")
    here = reverse("oversee:assessments")
    before, _code, after = reverse("assessments:report", args=["CODE", 0]).partition("CODE")
    context = {
        "question": question,
        "page": page,
        "order": order,
        "title": _title(page),
        "kinds": {kind: str(words) for kind, words in KINDS.items()},
        "report_kinds": {kind: str(words) for kind, words in ReportKind.choices},
        "address": (before, *after.split("0", 1)),
        "filters": filters_of(question, here, one_edition=False),
        "orders": {name: address_with(question, here, order=name) for name in ORDERS},
        "pages": {n: address_with(question, here, order=order, page=str(page.number + n)) for n in (-1, 1)},
        "file": address_with(question, reverse("oversee:assessments_file"), order=order),
        "back": reverse("oversee:map"),
        "back_text": _("Map"),
    }
    return render(request, "oversee/assessments.html", context)


@require_safe
def assessments_file(request: HttpRequest) -> HttpResponse:
    """Give every row of the list as CSV; that is a look too."""
    question, order = _asked(request)
    rows = all_reports(question.shape, order, person=question.person, day=question.day, today=question.today)
    if rows:
        _log(request, question, "list of assessments as a file")
    found = [
        (r.code, r.name, r.region, r.kind, f"{r.framework}-{r.version}", r.report_kind, r.made_on, r.met, r.total)
        for r in rows
    ]
    return table_file(f"assessments-{question.day.isoformat()}", COLUMNS, found)


def _asked(request: HttpRequest) -> tuple[Question, str]:
    question = read_question(request.GET, viewer_of(request), localdate(moment_of(request)), one_edition=False)
    order = request.GET.get("order", "")
    return question, order if order in ORDERS else "council"


def _title(page: Page) -> str:
    if page.number == 1 and not page.has_next:
        councils = len({row.code for row in page.rows})
        if not councils:
            return _("Nobody shares a submitted assessment with you here yet")
        if councils == 1:
            return _("One council shares a submitted assessment with you")
        return _("%(n)s councils share a submitted assessment with you") % {"n": councils}
    return _("Submitted assessments that councils share with you")


def _log(request: HttpRequest, question: Question, what: str) -> None:
    """Log once for each capacity that the list was made in, as the map of results does."""
    viewer = question.viewer
    capacities = [(s, Audience.WARP) for s in viewer.held(OPERATOR) if question.warp in ("", s.code)]
    if not question.warp:
        capacities += [(s, Audience.PROGRAMME) for s in viewer.held(READS_NATIONAL_RESULTS)[:1]]
    for standing, audience in capacities:
        log_reading(
            by=viewer,
            council=None,
            on_behalf_of=standing.body_id,
            audience=audience,
            what=what,
            at=moment_of(request),
        )
