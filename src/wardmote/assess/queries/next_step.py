"""What does this person do next with an assessment? One step, with a verb and the reason."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import State
from .assessment_progress import Progress
from .desks import Desk
from .review_asked import standing_review
from .review_findings import findings_before


@dataclass(frozen=True)
class Step:
    """The next step: what the button says, where it leads, and why now. Without a link there's nothing to press."""

    says: str
    reason: str
    link: str = ""


def next_step(desk: Desk, progress: Progress) -> Step:
    """Return the one step that takes the assessment on, in the words of this person's role."""
    match State(desk.assessment.state):
        case State.OPEN:
            return _while_open(desk, progress)
        case State.APPROVED:
            return _after_approval(desk)
        case State.REVIEW:
            return Step(_("Wait for the assurer"), _("The answers are with the assurer. They can't change until then."))
        case State.RESPONSE:
            return _in_response(desk)
        case State.WITHDRAWN:
            return Step(_("Nothing to do"), _("This assessment was given up. Its answers can still be read."))
    reason = _("This assessment is finished. Turn its gaps into costed actions and keep them moving.")
    return Step(_("Open the improvement plan"), reason, _page(desk, "plan"))


def _while_open(desk: Desk, progress: Progress) -> Step:
    has_systems = len(desk.parts) > 1
    if not desk.can_write:
        return Step(_("Read on"), _("Your colleagues are answering. You can read everything here."))
    if not has_systems and not progress.confirmed:
        reason = _("Say which services matter most and which systems they stand on. Objectives B and C need them.")
        return Step(_("Set the scope"), reason, _page(desk, "scope"))
    following = progress.next
    if following:
        part, entry = following
        left = progress.total - progress.confirmed
        reason = ngettext("One outcome is left.", "%(n)s outcomes are left.", left) % {"n": left}
        link = _page(desk, "outcome", part.part.position, entry.outcome.id)
        return Step(_("Answer %(outcome)s") % {"outcome": f"{entry.outcome.id} {entry.outcome.title}"}, reason, link)
    if not has_systems:
        reason = _("The organisation's outcomes are ready. Choose your critical systems for objectives B and C.")
        return Step(_("Choose critical systems"), reason, _page(desk, "scope"))
    if not desk.can_approve:
        return Step(_("Wait for approval"), _("Every outcome is ready. A leader or your cyber lead approves it now."))
    return Step(_("Check and approve"), _("Every outcome is ready."), _page(desk, "approve"))


def _after_approval(desk: Desk) -> Step:
    review = standing_review(desk.assessment)
    if review:
        name = {"name": review.assurer}
        if not desk.is_lead:
            return Step(_("Wait for the hand-over"), _("Your cyber lead hands the answers over to %(name)s.") % name)
        reason = _("The council has approved its answers. %(name)s is asked, and can't see them yet.") % name
        return Step(_("Hand the answers over to %(name)s") % name, reason, _page(desk, "ask_assurer"))
    reason = _("The council has approved its answers. Somebody from outside can now check them.")
    return Step(_("Ask an assurer"), reason, _page(desk, "ask_assurer") if desk.is_lead else "")


def _in_response(desk: Desk) -> Step:
    findings = findings_before(desk)
    if findings and not findings.unanswered:
        if not desk.can_approve:
            return Step(_("Wait for acceptance"), _("Every finding is answered. A leader or your cyber lead accepts."))
        return Step(_("Check and accept the review"), _("Every finding is answered."), _page(desk, "accept_review"))
    if desk.can_write:
        reason = _("The assurer has recorded findings. Say where you agree and where you see it differently.")
        return Step(_("Answer the assurer's findings"), reason, _page(desk, "respond"))
    reason = _("The assurer has recorded findings. Your colleagues answer them.")
    return Step(_("Read the assurer's findings"), reason, _page(desk, "respond"))


def _page(desk: Desk, name: str, *more: object) -> str:
    return reverse(f"assessments:{name}", args=[desk.council.code, desk.assessment.pk, *more])
