"""Does the council agree with one finding?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied, missing
from wardmote.register.public import moment_of, viewer_of

from ...actions.respond_to_finding import RespondedMeanwhile, respond_to_finding
from ...models import ReviewFinding, State
from ...queries.desks import Desk, own_desk
from ...queries.review_asked import standing_review
from ...queries.review_findings import findings_before
from ...queries.review_outcome import Sides, outcome_in_review
from ...review_forms import ResponseForm, response_initial
from .respond import SHOWS_FINDINGS


@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: HttpRequest, code: str, number: int, position: int, outcome: str) -> HttpResponse:
    """Show both sides to the council; save its answer and go on to the next that needs one."""
    desk = own_desk(viewer_of(request), code, number, moment_of(request))
    sides, finding = _found(desk, position, outcome)
    if request.method != "POST":
        return _page(request, desk, sides, ResponseForm(initial=response_initial(finding)))
    form = ResponseForm(request.POST)
    if not form.is_valid():
        return _page(request, desk, sides, form, status=422)
    try:
        respond_to_finding(
            by=desk,
            part=sides.part,
            outcome=outcome,
            stance=form.cleaned_data["stance"],
            response=form.cleaned_data["response"],
            edition=form.cleaned_data["edition"],
            at=desk.at,
        )
    except RespondedMeanwhile as meanwhile:
        again = ResponseForm({**request.POST.dict(), "edition": meanwhile.theirs.edition})
        again.is_valid()
        again.add_error(None, meanwhile.sentence)
        return _page(request, desk, sides, again, status=409, theirs=meanwhile.theirs)
    except Denied as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, desk, sides, form, status=refusal.status)
    messages.success(request, _("Answered: %(outcome)s.") % {"outcome": f"{sides.outcome.id} {sides.outcome.title}"})
    return redirect(*_following(desk, sides))


def _found(desk: Desk, position: int, outcome: str) -> tuple[Sides, ReviewFinding]:
    review = standing_review(desk.assessment)
    if review is None or desk.assessment.state not in SHOWS_FINDINGS:
        raise missing("finding")
    sides = outcome_in_review(desk, review, desk.part(position), outcome)
    if sides.finding is None:
        raise missing("finding")
    return sides, sides.finding


def _following(desk: Desk, sides: Sides) -> tuple[str, *tuple[object, ...]]:
    here = (desk.council.code, desk.assessment.pk)
    findings = findings_before(desk)
    following = findings.after(sides.part, sides.outcome.id, findings.unanswered) if findings else None
    if following is None:
        return "assessments:respond", *here
    return "assessments:respond_outcome", *here, following.part.position, following.outcome.id


def _page(
    request: HttpRequest,
    desk: Desk,
    sides: Sides,
    form: ResponseForm,
    status: int = 200,
    theirs: ReviewFinding | None = None,
) -> HttpResponse:
    context = {
        "desk": desk,
        "sides": sides,
        "form": form,
        "theirs": theirs,
        "can_respond": desk.can_write and desk.assessment.state == State.RESPONSE,
    }
    return render(request, "assess/assessments/respond_outcome.html", context, status=status)


PATHS = [path("<int:number>/response/<int:position>/<str:outcome>/", outcome, name="respond_outcome")]
