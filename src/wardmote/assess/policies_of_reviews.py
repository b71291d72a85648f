"""Who may sign a scope, ask somebody from outside, and answer what they found?

Each refusal is the sentence that the person reads.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role

from . import policies_of_assessments as policies
from .models import UNFINISHED, Assessment, Review, State
from .queries.desks import Desk

_NOT_WITH_ASSURER = {
    State.OPEN: gettext_lazy("The council is still answering. You can read its answers once it has approved them."),
    State.APPROVED: gettext_lazy("The council hasn't handed its answers over yet."),
    State.RESPONSE: gettext_lazy("You have finished this review. The council is answering your findings now."),
}
_NOT_IN_RESPONSE = {
    State.OPEN: gettext_lazy("This assessment is being answered. There are no findings to answer now."),
    State.APPROVED: gettext_lazy("No assurer has looked at this assessment yet. Ask one first."),
    State.REVIEW: gettext_lazy("This assessment is with the assurer. You can answer once it comes back."),
}


def check_edition(assessment: Assessment, edition: int) -> None:
    """Refuse an act from a page that is older than the assessment's last change of scope or state."""
    if assessment.edition != edition:
        raise Denied(
            _("A colleague changed this assessment while you had the page open. Look at it again, then decide."),
            "conflict",
        )


def check_is_unfinished(assessment: Assessment) -> None:
    """Refuse what can't be done once an assessment has ended."""
    if assessment.state not in UNFINISHED:
        raise Denied(_("This assessment is finished. It can be read but not changed."), "conflict")


def check_is_with_assurer(assessment: Assessment) -> None:
    """Refuse a finding before the answers were handed over, or after the review was finished."""
    if assessment.state != State.REVIEW:
        words = _NOT_WITH_ASSURER.get(State(assessment.state))
        raise Denied(str(words or _("This assessment is finished. It can be read but not changed.")), "conflict")


def check_is_in_response(assessment: Assessment) -> None:
    """Refuse to answer findings that aren't there yet, or are settled."""
    if assessment.state != State.RESPONSE:
        words = _NOT_IN_RESPONSE.get(State(assessment.state))
        raise Denied(str(words or _("This assessment is finished. It can be read but not changed.")), "conflict")


def check_can_sign_scope(desk: Desk, review: Review | None) -> None:
    """Refuse all but the standing review's assurer, or without a review a leader or a lead who didn't send it."""
    if desk.is_assurer:
        return
    if review:
        raise Denied(
            _("%(name)s reviews this assessment and signs its scope off.") % {"name": review.assurer},
        )
    policies.check_can_approve(desk)
    if Role.LEADER not in desk.roles and sender_of_scope(desk.assessment) == desk.viewer.person.pk:
        raise Denied(_("You sent this scope, so somebody else signs it off: a leader, another lead or the assurer."))


def may_sign_scope(desk: Desk, review: Review | None) -> bool:
    """Say whether to offer the person the page that signs the scope off."""
    if not desk.assessment.scope_sent_at or desk.assessment.scope_signed_at:
        return False
    try:
        check_can_sign_scope(desk, review)
    except Denied:
        return False
    return True


def sender_of_scope(assessment: Assessment) -> int | None:
    """Return who last sent the scope for sign-off: the audit log remembers."""
    sent = AuditEntry.objects.filter(
        body_id=assessment.council_id, action="assessment.scope-sent", subject=f"assessment:{assessment.pk}"
    )
    return sent.order_by("-sequence").values_list("person_id", flat=True).first()
