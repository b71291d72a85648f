"""One outcome of one part, answered by whoever of the council knows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from wardmote.engines.frameworks import speaks_to
from wardmote.kernel.denial import Denied
from wardmote.register.public import moment_of, viewer_of

from ...actions.save_outcome import SavedMeanwhile, Theirs, save_outcome
from ...assessment_forms import CommentForm, OutcomeForm, initial_of
from ...models import OutcomeAnswer, Part
from ...queries.assessment_progress import what_comes_next
from ...queries.desks import Desk, own_desk
from ...queries.evidence import evidence_behind, evidence_offered
from ...queries.outcome_page import OutcomePage, outcome_page, replies_in
from ...queries.plan_lines import plan_lines_of
from ...saved_words import saved_before


@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: HttpRequest, code: str, number: int, position: int, outcome: str) -> HttpResponse:
    """Show the outcome with all that bears on it; save the answer and go on to the next."""
    desk = own_desk(viewer_of(request), code, number, moment_of(request))
    part = desk.part(position)
    if request.method == "POST":
        return _save(request, desk, part, outcome)
    page = outcome_page(desk, part, outcome)
    source = _start_from(request, desk, page)
    form = OutcomeForm(outcome=page.outcome, initial=initial_of(source, page.edition))
    return _page(request, desk, page, form, source)


def _save(request: HttpRequest, desk: Desk, part: Part, outcome: str) -> HttpResponse:
    form = OutcomeForm(request.POST, outcome=desk.outcome(part, outcome))
    if not form.is_valid():
        return _page(request, desk, outcome_page(desk, part, outcome), form, status=422)
    edition = form.cleaned_data["edition"]
    try:
        save_outcome(by=desk, part=part, outcome=outcome, given=form.given(), edition=edition, at=desk.at)
    except SavedMeanwhile as meanwhile:
        return _compare(request, desk, outcome_page(desk, part, outcome), form, meanwhile)
    except Denied as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, desk, outcome_page(desk, part, outcome), form, status=refusal.status)
    # Said by the address, not by the session: a session that changes costs every save a second commit.
    return redirect(f"{_following(desk, part, outcome, stays='stay' in request.POST)}?saved={outcome}")


def _start_from(request: HttpRequest, desk: Desk, page: OutcomePage) -> OutcomeAnswer | None:
    """Return the answer that the form shows: this part's own, or another system's where the person asks for it."""
    other = request.GET.get("from", "")
    if not (other.isdecimal() and desk.can_answer):
        return page.answer
    copied = OutcomeAnswer.objects.filter(
        assessment=desk.assessment, outcome=page.outcome.id, part__position=int(other[:4])
    ).first()
    if copied is None:
        return page.answer
    copied.is_confirmed = False
    return copied


def _following(desk: Desk, part: Part, outcome: str, *, stays: bool) -> str:
    here = (desk.council.code, desk.assessment.pk)
    following = (part.position, outcome) if stays else what_comes_next(desk)
    return (
        reverse("assessments:outcome", args=[*here, *following])
        if following
        else reverse("assessments:overview", args=here)
    )


def _compare(
    request: HttpRequest, desk: Desk, page: OutcomePage, form: OutcomeForm, meanwhile: SavedMeanwhile
) -> HttpResponse:
    """Show both answers; the person's own is in the form, made from the colleague's edition now."""
    sent = form.sent().copy()
    sent["edition"] = str(meanwhile.theirs.answer.edition)
    again = OutcomeForm(sent, outcome=page.outcome)
    again.is_valid()
    again.add_error(None, meanwhile.sentence)
    return _page(request, desk, page, again, status=409, theirs=meanwhile.theirs)


def _page(
    request: HttpRequest,
    desk: Desk,
    page: OutcomePage,
    form: OutcomeForm,
    source: OutcomeAnswer | None = None,
    status: int = 200,
    theirs: Theirs | None = None,
) -> HttpResponse:
    is_sent = form.is_bound
    replies = form.replies() if is_sent else replies_in(source)
    context = {
        "desk": desk,
        "page": page,
        "speaks_to": speaks_to(f"{desk.assessment.framework}-{desk.assessment.version}", page.outcome.id),
        "saved": saved_before(request, desk),
        "part": page.part,
        "outcome": page.outcome,
        "form": form,
        "replies": {statement: reply.value for statement, reply in replies.items()},
        "alternatives": form.alternatives() if is_sent else source.alternatives if source else {},
        "is_copied": source is not None and source is not page.answer,
        "theirs": theirs,
        "comment_form": CommentForm(),
        "evidence": evidence_behind(page.part, page.outcome.id),
        "offered": evidence_offered(desk, page.part, page.outcome.id) if desk.can_answer else (),
        "lines": plan_lines_of(page.part, page.outcome.id),
    }
    return render(request, "assess/assessments/outcome.html", context, status=status)


PATHS = [path("<int:number>/<int:position>/<str:outcome>/", outcome, name="outcome")]
