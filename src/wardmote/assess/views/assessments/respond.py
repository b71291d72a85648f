"""What does the assurer say of us, and what do we answer?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from wardmote.register.public import moment_of, viewer_of

from ...models import State
from ...queries.desks import own_desk
from ...queries.review_findings import findings_before

# While an assurer is at work, what they have written so far is a draft of theirs.
SHOWS_FINDINGS = (State.RESPONSE, State.ASSURED)

_BEFORE_RESPONSE = (State.OPEN, State.APPROVED, State.REVIEW)


@require_safe
def respond(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the council how its review stands, and once it is finished every finding beside its own answer."""
    desk = own_desk(viewer_of(request), code, number, moment_of(request))
    findings = findings_before(desk)
    lines = findings.lines if findings else ()
    is_answered = any(line.finding and (line.finding.stance or line.finding.response) for line in lines)
    context = {
        "desk": desk,
        "review": findings.review if findings else None,
        "findings": findings if desk.assessment.state in SHOWS_FINDINGS else None,
        "is_answering": desk.assessment.state == State.RESPONSE,
        "can_ask": desk.is_lead and desk.assessment.state in (State.OPEN, State.APPROVED),
        "can_withdraw": desk.is_lead and not is_answered and desk.assessment.state in _BEFORE_RESPONSE,
    }
    return render(request, "assess/assessments/respond.html", context)


PATHS = [path("<int:number>/response/", respond, name="respond")]
