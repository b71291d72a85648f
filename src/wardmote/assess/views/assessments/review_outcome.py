"""How does one outcome stand in the assurer's view, beside what the council says?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied, missing
from wardmote.register.public import moment_of, viewer_of

from ...actions.record_finding import RecordedMeanwhile, record_finding
from ...looks import log_look
from ...models import Review, ReviewFinding, State
from ...policies_of_reviews import check_is_with_assurer
from ...queries.desks import Desk, find_desk
from ...queries.review_findings import findings_of
from ...queries.review_outcome import Sides, outcome_in_review
from ...review_forms import FindingForm, finding_initial
from .review import SHOWS_ANSWERS


@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: HttpRequest, code: str, number: int, position: int, outcome: str) -> HttpResponse:
    """Show both sides to the assurer; save the finding and go on to the next outcome."""
    desk = find_desk(viewer_of(request), code, number, moment_of(request))
    if desk.review is None:
        raise missing("review")
    if desk.assessment.state not in SHOWS_ANSWERS:
        check_is_with_assurer(desk.assessment)
    sides = outcome_in_review(desk, desk.review, desk.part(position), outcome)
    if request.method != "POST":
        log_look(desk, f"outcome {sides.outcome.id} under review")
        form = FindingForm(initial=finding_initial(sides.finding), outcome=sides.outcome)
        return _page(request, desk, desk.review, sides, form)
    form = FindingForm(request.POST, outcome=sides.outcome)
    if not form.is_valid():
        return _page(request, desk, desk.review, sides, form, status=422)
    try:
        record_finding(
            by=desk,
            part=sides.part,
            outcome=outcome,
            judged=form.judged(),
            edition=form.cleaned_data["edition"],
            at=desk.at,
        )
    except RecordedMeanwhile as meanwhile:
        return _compare(request, desk, desk.review, sides, meanwhile)
    except Denied as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, desk, desk.review, sides, form, status=refusal.status)
    messages.success(request, _("Saved: %(outcome)s.") % {"outcome": f"{sides.outcome.id} {sides.outcome.title}"})
    return redirect(*_following(desk, desk.review, sides))


def _following(desk: Desk, review: Review, sides: Sides) -> tuple[str, *tuple[object, ...]]:
    findings = findings_of(desk, review)
    following = findings.after(sides.part, sides.outcome.id, findings.to_find)
    here = (desk.council.code, desk.assessment.pk)
    if following is None:
        return "assessments:review", *here
    return "assessments:review_outcome", *here, following.part.position, following.outcome.id


def _compare(
    request: HttpRequest, desk: Desk, review: Review, sides: Sides, meanwhile: RecordedMeanwhile
) -> HttpResponse:
    again = FindingForm({**request.POST.dict(), "edition": meanwhile.theirs.edition}, outcome=sides.outcome)
    again.is_valid()
    again.add_error(None, meanwhile.sentence)
    return _page(request, desk, review, sides, again, status=409, theirs=meanwhile.theirs)


def _page(
    request: HttpRequest,
    desk: Desk,
    review: Review,
    sides: Sides,
    form: FindingForm,
    status: int = 200,
    theirs: ReviewFinding | None = None,
) -> HttpResponse:
    context = {
        "desk": desk,
        "review": review,
        "sides": sides,
        "form": form,
        "theirs": theirs,
        "can_record": desk.assessment.state == State.REVIEW,
    }
    return render(request, "assess/assessments/review_outcome.html", context, status=status)


PATHS = [path("<int:number>/review/<int:position>/<str:outcome>/", outcome, name="review_outcome")]
