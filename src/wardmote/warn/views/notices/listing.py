"""Which warnings concern us, and which of them wait? Several can be answered at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied

from ...actions.answer_notice import AnsweredSeveral, Unfit, answer_several
from ...forms import AnswerForm, ticked_in
from ...models import Priority
from ...queries.access import Desk, answering, reading
from ...queries.notices import LONGEST_SEARCH, Asked, Show, notice_list
from ...words import ANSWER_HINTS


@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest, code: str) -> HttpResponse:
    """Show warnings, the most urgent first; give one answer to all that are ticked."""
    if request.method != "POST":
        return _page(request, reading(request, code), AnswerForm())
    desk = answering(request, code)
    form, ticked = AnswerForm(request.POST), ticked_in(request.POST.getlist("notices"))
    if not form.is_valid():
        return _page(request, desk, form, status=422)
    try:
        done = answer_several(by=desk.viewer, council=desk.council, ticked=ticked, given=form.given(), at=desk.at)
    except Unfit as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return _page(request, desk, form, status=422)
    except Denied as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, desk, form, status=refusal.status)
    _say(request, done)
    return redirect(request.get_full_path())


def asked_in(request: HttpRequest) -> Asked:
    """Return what the address asks for; what it doesn't know is as if it weren't there."""
    show, priority = request.GET.get("show", ""), request.GET.get("priority", "")
    return Asked(
        Show(show) if show in set(Show) else Show.WAITING,
        int(priority) if priority in {str(value) for value in Priority.values} else None,
        request.GET.get("words", "").strip()[:LONGEST_SEARCH],
    )


def _page(request: HttpRequest, desk: Desk, form: AnswerForm, status: int = 200) -> HttpResponse:
    asked = asked_in(request)
    where = {"show": asked.show if asked.show != Show.WAITING else "", "words": asked.words, "priority": asked.priority}
    context = {
        **desk.context,
        "seen": notice_list(desk, asked, request.GET.get("page")),
        "asked": asked,
        "kept": {key: value for key, value in where.items() if value},
        "form": form,
        "hints": ANSWER_HINTS,
        "ticked": set(request.POST.getlist("notices")),
        "priorities": Priority.choices,
        "shows": _shows(),
        "here": reverse("warn:listing", args=[desk.council.code]),
    }
    return render(request, "warn/notices/listing.html", context, status=status)


def _shows() -> list[tuple[str, str]]:
    return [
        (Show.WAITING, _("Waiting")),
        (Show.ANSWERED, _("Answered")),
        (Show.TAKEN_BACK, _("Taken back")),
        (Show.ALL, _("All")),
    ]


def _say(request: HttpRequest, done: AnsweredSeveral) -> None:
    count, left = len(done.answered), len(done.changed)
    if count:
        says = ngettext("Answered: %(n)s warning.", "Answered: %(n)s warnings.", count)
        messages.success(request, says % {"n": count})
    if left:
        says = ngettext(
            "%(n)s warning changed while you had the list open, and was left as it is. Look at it again.",
            "%(n)s warnings changed while you had the list open, and were left as they are. Look at them again.",
            left,
        )
        messages.error(request, says % {"n": left})


PATHS = [path("", listing, name="listing")]
