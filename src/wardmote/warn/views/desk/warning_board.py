"""How does one bulletin stand with every member, and whom do we remind of it?"""

import csv
import io

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wardmote.engines.cells import harmless
from wardmote.kernel.denial import Denied

from ...actions.nudge import nudge
from ...models import Bulletin
from ...queries.board import find_published
from ...queries.board_of_one import COLUMNS, Stand, rows_of, stand_of
from ...queries.desk_access import Bench, running
from .board import log_look


@require_safe
def warning_board(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show who needs help, who hasn't answered, and what the others said."""
    bench = running(request, code)
    return _page(request, bench, find_published(bench, number))


@require_POST
def remind(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Remind one council, or all that wait where none is named."""
    bench = running(request, code)
    bulletin = find_published(bench, number)
    council = request.POST.get("council", "").replace("\x00", "?")
    try:
        n = nudge(by=bench.viewer, bulletin=bulletin, council=council, at=bench.at)
    except Denied as refusal:
        return _page(request, bench, bulletin, refusal)
    says = ngettext("Reminded: %(num)d council.", "Reminded: %(num)d councils.", n)
    messages.success(request, says % {"num": n})
    return redirect("desk:warning_board", bench.owner.code, bulletin.pk)


@require_safe
def table(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Download the same as a table that no spreadsheet takes for formulas."""
    bench = running(request, code)
    bulletin = find_published(bench, number)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in row] for row in rows_of(_read(bench, bulletin)))
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="board-{bulletin.pk}.csv"'
    return answer


def _page(request: HttpRequest, bench: Bench, bulletin: Bulletin, refusal: Denied | None = None) -> HttpResponse:
    context = {**bench.context, "stand": _read(bench, bulletin), "refusal": refusal.sentence if refusal else ""}
    return render(request, "warn/desk/warning_board.html", context, status=refusal.status if refusal else 200)


def _read(bench: Bench, bulletin: Bulletin) -> Stand:
    stand = stand_of(bench, bulletin)
    if stand.hidden < len(stand.lines):
        log_look(bench, "answers to a warning")
    return stand


PATHS = [
    path("board/<int:number>/", warning_board, name="warning_board"),
    path("board/<int:number>/remind/", remind, name="remind"),
    path("board/<int:number>/board.csv", table, name="board_table"),
]
