"""What came in that our members should know of, and what waits for somebody at the desk?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ...queries.desk_access import running
from ...queries.queue import LONGEST_SEARCH, Only, Show, queue_of

SHOWS = (
    (Show.NEW, _("New and urgent")),
    (Show.EDITOR, _("Waits for an editor")),
    (Show.RELAYS, _("Handed on to us")),
)
ONLY = (
    ("", _("All")),
    (Only.EXPLOITED.value, _("Used by attackers")),
    (Only.CRITICAL.value, _("Critical (CVSS 9 and more)")),
)


@require_safe
def queue(request: HttpRequest, code: str) -> HttpResponse:
    """Show what waits."""
    bench = running(request, code)
    asked = request.GET.get("show", "")
    show = Show(asked) if asked in list(Show) else Show.NEW
    words = request.GET.get("words", "")[:LONGEST_SEARCH]
    said = request.GET.get("only", "")
    only = Only(said) if said in list(Only) else None
    asked_for = {"show": asked if show is not Show.NEW else "", "words": words, "only": only.value if only else ""}
    kept = {name: value for name, value in asked_for.items() if value}
    seen = queue_of(bench, show, words, request.GET.get("page"), only)
    context = {**bench.context, "seen": seen, "show": show, "shows": SHOWS, "words": words, "kept": kept}
    context |= {"only": only.value if only else "", "only_choices": ONLY}
    return render(request, "warn/desk/queue.html", context)


PATHS = [path("", queue, name="queue")]
