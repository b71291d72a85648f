"""Who may do what with an assessment by outcomes? Each refusal is the sentence that the person reads."""

from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import Role
from wardmote.register.models import Body
from wardmote.register.public import Viewer, is_alive

from .models import Assessment, State
from .policies import can_answer, check_can_answer
from .queries.desks import APPROVES, Desk

_FROZEN = {
    State.APPROVED: gettext_lazy("The council has approved this assessment. Reopen it before you change an answer."),
    State.REVIEW: gettext_lazy("This assessment is with the assurer. Its answers can't change until it comes back."),
    State.RESPONSE: gettext_lazy("The assurer has looked at these answers. Say in your response where you differ."),
}


def check_can_open(viewer: Viewer, council: Body, day: date) -> None:
    """Refuse all but those who lead the council, and councils that aren't at work."""
    check_can_answer(viewer, council, day)
    if Role.LEAD not in viewer.roles_in(council.pk):
        raise Denied(_("Only the council's cyber lead starts an assessment. Ask your lead to start it."))


def check_can_write(desk: Desk) -> None:
    """Refuse whoever only reads, assurers, and councils that aren't at work."""
    if desk.is_assurer:
        raise Denied(_("You review this council. Only its own people change its answers."))
    check_can_answer(desk.viewer, desk.council, localdate(desk.at))


def check_can_change_answers(desk: Desk) -> None:
    """Refuse whoever only reads, and any change once the council has approved."""
    check_can_write(desk)
    check_is_open(desk.assessment)


def check_is_open(assessment: Assessment) -> None:
    """Refuse a change of answers once the council has approved them."""
    if assessment.state == State.OPEN:
        return
    words = _FROZEN.get(State(assessment.state))
    raise Denied(str(words or _("This assessment is finished. It can be read but not changed.")), "conflict")


def check_is_lead(desk: Desk) -> None:
    """Refuse all but the council's cyber lead."""
    check_can_write(desk)
    if not desk.is_lead:
        raise Denied(_("Only the council's cyber lead does this. Ask your lead."))


def check_can_approve(desk: Desk) -> None:
    """Refuse all but the council's leaders and its cyber lead."""
    if desk.is_assurer or not desk.roles & APPROVES:
        raise Denied(_("Only a leader of the council or its cyber lead approves an assessment. Ask one of them."))
    if not is_alive(desk.council, localdate(desk.at)):
        raise Denied(_("This council isn't at work. Its assessments can be read but not changed."))


def check_is_assurer(desk: Desk) -> None:
    """Refuse all but the assurer who was asked."""
    if not desk.is_assurer:
        raise Denied(_("Only the assurer does this. Answer the assurer's findings in your response."))


__all__ = [
    "can_answer",
    "check_can_approve",
    "check_can_change_answers",
    "check_can_open",
    "check_can_write",
    "check_is_assurer",
    "check_is_lead",
    "check_is_open",
]
