"""What is this warning, why does it concern us, what do we do, and what do we say to it?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied

from ...actions.answer_notice import AnsweredMeanwhile, Ticked, Unfit, answer_notice
from ...actions.open_notice import open_notice
from ...forms import AnswerForm
from ...models import Notice
from ...queries.access import Desk, answering, reading
from ...queries.answer_hints import answer_hints
from ...queries.notices import next_waiting, notice_page
from ...queries.sightings import sightings_of
from ...words import answer_words


@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the warning; keep the answer and go back to the list, or on to the next that waits."""
    if request.method == "POST":
        return _answer(request, answering(request, code), number)
    desk = reading(request, code)
    found = desk.notice(number)
    if request.method == "GET":
        open_notice(by=desk.viewer, notice=found, at=desk.at)
    return _page(request, desk, number, AnswerForm(initial=_initial(found)))


def _answer(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    form = AnswerForm(request.POST)
    ticked = Ticked(desk.notice(number).pk, _edition(request))
    if not form.is_valid():
        return _page(request, desk, number, form, status=422)
    try:
        answer_notice(by=desk.viewer, council=desk.council, ticked=ticked, given=form.given(), at=desk.at)
    except AnsweredMeanwhile as meanwhile:
        return _compare(request, desk, number, meanwhile)
    except Unfit as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return _page(request, desk, number, form, status=422)
    except Denied as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, desk, number, form, status=refusal.status)
    following = next_waiting(desk) if "next" in request.POST else None
    messages.success(request, _("Saved.") if following or "next" not in request.POST else _("Saved. Nothing waits."))
    if following:
        return redirect("warn:notice", desk.council.code, following.pk)
    return redirect("warn:listing", desk.council.code)


def _compare(request: HttpRequest, desk: Desk, number: int, meanwhile: AnsweredMeanwhile) -> HttpResponse:
    """Show both answers; the person's own is in the form, made from the colleague's edition now."""
    sent = request.POST.copy()
    sent["edition"] = str(meanwhile.theirs.edition)
    form = AnswerForm(sent)
    form.is_valid()
    form.add_error(None, meanwhile.sentence)
    return _page(request, desk, number, form, status=409, theirs=meanwhile.theirs)


def _page(
    request: HttpRequest, desk: Desk, number: int, form: AnswerForm, status: int = 200, theirs: Notice | None = None
) -> HttpResponse:
    context = {
        **desk.context,
        "seen": notice_page(desk, number),
        "sightings": sightings_of(desk, desk.notice(number)),
        "form": form,
        "hints": answer_hints(desk),
        "theirs": theirs,
        "said": answer_words,
    }
    return render(request, "warn/notices/notice.html", context, status=status)


def _initial(notice: Notice) -> dict[str, object]:
    said = {"answer": notice.answer, "until": notice.until, "reason": notice.reason}
    return {**said, "edition": notice.edition}


def _edition(request: HttpRequest) -> int:
    text = request.POST.get("edition", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


PATHS = [path("<int:number>/", notice, name="notice")]
