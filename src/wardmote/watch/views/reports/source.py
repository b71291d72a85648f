"""What does this source send, and what should we do about it?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied, missing

from ... import policies
from ...actions.say_source import LONGEST_NOTE, say_source
from ...models import SourceWord
from ...queries.access import Desk, reading
from ...queries.mail_numbers import period_of, scope_of
from ...queries.source_page import SourcePage, machine_page, sender_page


@require_http_methods(["GET", "HEAD", "POST"])
def machine(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show one machine; take down what a colleague says about it."""
    desk = reading(request, code)
    scope = scope_of(desk.council, request.GET.get("domain"))
    found = machine_page(desk.council, number, scope, period_of(request.GET.get("period"), localdate(desk.at)))
    return _answer(request, desk, found, "mail-reports:machine", number)


@require_http_methods(["GET", "HEAD", "POST"])
def sender(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Show one sender that has a name; take down what a colleague says about it."""
    desk = reading(request, code)
    scope = scope_of(desk.council, request.GET.get("domain"))
    found = sender_page(desk.council, slug, scope, period_of(request.GET.get("period"), localdate(desk.at)))
    return _answer(request, desk, found, "mail-reports:sender", slug)


def _answer(request: HttpRequest, desk: Desk, found: SourcePage | None, where: str, which: int | str) -> HttpResponse:
    if found is None:
        raise missing("source")
    problem, status = "", 200
    if request.method == "POST":
        policies.check_can_act(desk.viewer, desk.council, localdate(desk.at))
        try:
            _say(request, desk, found)
        except Denied as refusal:
            problem, status = refusal.sentence, 422
        else:
            messages.success(request, _("Noted: %(source)s.") % {"source": found.title})
            return redirect(where, desk.council.code, which)
    context = {
        **desk.context,
        "source": found,
        "period": period_of(request.GET.get("period"), localdate(desk.at)),
        "scope": scope_of(desk.council, request.GET.get("domain")),
        "words": SourceWord.choices,
        "word": request.POST.get("word") or (found.said.word if found.said else ""),
        "note": request.POST.get("note", found.said.note if found.said else ""),
        "longest_note": LONGEST_NOTE,
        "problem": problem,
        "where": where,
        "which": which,
    }
    return render(request, "watch/reports/source.html", context, status=status)


def _say(request: HttpRequest, desk: Desk, found: SourcePage) -> None:
    word = request.POST.get("word", "")
    if word not in ("take-back", *SourceWord.values):
        raise Denied(_("Choose whether it sends for you."))
    say_source(
        by=desk.viewer,
        council=desk.council,
        sender=found.sender,
        source_ip=found.source_ip,
        word="" if word == "take-back" else word,
        note=request.POST.get("note", ""),
        at=desk.at,
    )


PATHS = [
    path("sources/<int:number>/", machine, name="machine"),
    path("senders/<slug:slug>/", sender, name="sender"),
]
