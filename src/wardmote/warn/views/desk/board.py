"""Which members have said what to our last bulletins, and how soon do they act?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from wardmote.register.models.bodies import Kind
from wardmote.register.models.sharing import Audience
from wardmote.register.public import log_reading

from ...models import Priority
from ...queries.acting import acting_of
from ...queries.board import board_of
from ...queries.desk_access import Bench, running


@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    """Show the board: members and the bulletins of the last 90 days."""
    bench = running(request, code)
    chosen = request.GET.get("priority", "")
    priority = int(chosen) if chosen in {str(each) for each in Priority.values} else None
    shown = board_of(bench, priority)
    if shown.sharing and shown.columns:
        log_look(bench, "answers to warnings")
    context = {**bench.context, "board": shown, "acting": acting_of(bench), "priority": priority}
    return render(request, "warn/desk/board.html", context | {"priorities": Priority.choices})


def log_look(bench: Bench, what: str) -> None:
    """Write down that those who run the desk read what members answered: each member that shares sees it."""
    audience = Audience.PROGRAMME if bench.owner.kind == Kind.PROGRAMME else Audience.WARP
    log_reading(by=bench.viewer, council=None, on_behalf_of=bench.owner.pk, audience=audience, what=what, at=bench.at)


PATHS = [path("board/", board, name="board")]
