"""One question, answered by whoever of the council knows."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied, missing
from wardmote.kernel.roles import READS_ANSWERS
from wardmote.register.models import Body
from wardmote.register.public import is_alive, moment_of, name_of, own_body, viewer_of

from ..actions.answer_question import AnsweredMeanwhile, answer_question
from ..forms import UNKNOWN, AnswerForm
from ..policies import can_answer
from ..queries.beside_question import assessed_beside
from ..queries.progress import Line, Progress, stocktake_progress
from ..stocktake import area_of, stocktake


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, code: str, question: str) -> HttpResponse:
    """Show the question; save the answer and go on to the area's next one without an answer."""
    viewer, at = viewer_of(request), moment_of(request)
    council = own_body(viewer, code, at, READS_ANSWERS)
    progress = stocktake_progress(council).area(area_of(question).id)
    line = progress.line(question)
    if line is None:
        raise missing("question")
    if request.method != "POST":
        return _page(request, council, progress, line, _form_of(line))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, council, progress, line, form, status=422)
    try:
        answer_question(
            by=viewer,
            council=council,
            question=question,
            level=form.given_level(),
            note=form.cleaned_data["note"].strip(),
            edition=form.cleaned_data["edition"],
            at=at,
        )
    except AnsweredMeanwhile as meanwhile:
        return _compare(request, council, progress, line, form, meanwhile)
    except Denied as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, council, progress, line, form, status=refusal.status)
    messages.success(request, _("Saved: %(title)s.") % {"title": line.question.title})
    following = _following(progress, line)
    if following:
        return redirect("assess:question", code, following)
    return redirect("assess:area", code, progress.area.id)


def _following(progress: Progress, line: Line) -> str | None:
    left = [other.question.id for other in progress.unanswered if other is not line]
    later = [other.question.id for other in progress.unanswered if other.number > line.number]
    return next(iter(later or left), None)


def _form_of(line: Line) -> AnswerForm:
    level = "" if not line.is_answered else UNKNOWN if line.level is None else str(line.level)
    return AnswerForm(initial={"level": level, "note": line.note, "edition": line.edition})


def _compare(
    request: HttpRequest, council: Body, progress: Progress, line: Line, form: AnswerForm, meanwhile: AnsweredMeanwhile
) -> HttpResponse:
    again = AnswerForm({**form.data.dict(), "edition": meanwhile.theirs.edition})  # type: ignore[attr-defined]
    again.is_valid()
    again.add_error(None, meanwhile.sentence)
    return _page(request, council, progress, line, again, status=409, meanwhile=meanwhile)


def _page(
    request: HttpRequest,
    council: Body,
    progress: Progress,
    line: Line,
    form: AnswerForm,
    status: int = 200,
    meanwhile: AnsweredMeanwhile | None = None,
) -> HttpResponse:
    may_write = is_alive(council, localdate(moment_of(request))) and can_answer(viewer_of(request), council)
    context = {
        "council": council,
        "name": name_of(council),
        "progress": progress,
        "line": line,
        "form": form,
        "theirs": meanwhile.theirs if meanwhile else None,
        "can_answer": may_write,
        "assessed": assessed_beside(council, line.question, stocktake().caf_version),
    }
    return render(request, "assess/question.html", context, status=status)
