"""The lead asks somebody from outside to look, and chooses what they see."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied, missing

from .. import policies_of_assessments as policies
from ..events import review_asked
from ..models import Assessment, Evidence, Review, ReviewKind, State
from ..policies_of_reviews import check_edition, check_is_unfinished
from ..queries.desks import Desk
from ..queries.review_asked import assurers_of, pieces_of, standing_review


@dataclass(frozen=True)
class Request:
    """Whom the council asks, and what they get to see. `evidence` names the pieces, by number."""

    assurer: int
    kind: str
    shows_reasons: bool = True
    shows_evidence: bool = True
    evidence: frozenset[int] = frozenset()
    due_on: date | None = None


def ask_assurer(*, by: Desk, request: Request, edition: int, at: datetime) -> Review:
    """Ask, or change what the person who was asked sees; answers that are approved go to them now."""
    policies.check_is_lead(by)
    _check_fits(by, request)
    with transaction.atomic():
        assessment = Assessment.objects.select_for_update().get(pk=by.assessment.pk)
        _check_can_be_asked(assessment)
        standing = standing_review(assessment)
        if standing and standing.assurer_id != request.assurer:
            raise Denied(
                _("%(name)s is asked already. Take the assessment back from them before you ask somebody else.")
                % {"name": standing.assurer},
                "conflict",
            )
        check_edition(assessment, edition)
        review = _keep(by, assessment, standing, request, at)
        shown = _show_evidence(assessment, request)
        is_handed_over = assessment.state == State.APPROVED
        if is_handed_over:
            assessment.state = State.REVIEW
        assessment.edition += 1
        assessment.save(update_fields=["state", "edition"])
        audit.record(
            by=by.viewer.person.pk,
            body=assessment.council_id,
            action="review.asked",
            subject=f"assessment:{assessment.pk}",
            at=at,
            after={
                "person": review.assurer_id,
                "kind": review.kind,
                "shows_reasons": review.shows_reasons,
                "shows_evidence": review.shows_evidence,
                "evidence": shown,
                "state": assessment.state,
            },
        )
        if is_handed_over or standing is None:
            review.assessment = assessment
            review_asked.send(sender=Review, review=review, at=at)
    return review


def _check_fits(by: Desk, request: Request) -> None:
    if request.assurer not in {person.pk for person in assurers_of(by)}:
        raise Denied(_("Choose somebody whom your council invited as an assurer or peer reviewer."))
    if request.kind not in ReviewKind.values:
        raise Denied(_("Say whether this is an independent assurer or a peer reviewer."))
    if request.due_on and request.due_on < localdate(by.at):
        raise Denied(_("Choose a day that is still to come."))


def _check_can_be_asked(assessment: Assessment) -> None:
    check_is_unfinished(assessment)
    if assessment.state == State.REVIEW:
        raise Denied(
            _("The assurer has this assessment now. Take it back before you change what they see."), "conflict"
        )
    if assessment.state == State.RESPONSE:
        raise Denied(
            _("The assurer has finished. Answer the findings, or send them back to be looked at again."), "conflict"
        )


def _keep(by: Desk, assessment: Assessment, standing: Review | None, request: Request, at: datetime) -> Review:
    review = standing or Review(
        assessment=assessment,
        council_id=assessment.council_id,
        assurer_id=request.assurer,
        asked_by=by.viewer.person,
        asked_at=at,
    )
    review.kind, review.due_on = request.kind, request.due_on
    review.shows_reasons, review.shows_evidence = request.shows_reasons, request.shows_evidence
    review.save()
    return review


def _show_evidence(assessment: Assessment, request: Request) -> list[int]:
    """Open the pieces that were ticked and close the others; with evidence left out, nothing is touched."""
    if not request.shows_evidence:
        return []
    pieces = {piece.evidence.pk for piece in pieces_of(assessment)}
    if not request.evidence <= pieces:
        raise missing("evidence")
    Evidence.objects.filter(pk__in=request.evidence, is_shown=False).update(is_shown=True)
    Evidence.objects.filter(pk__in=pieces - request.evidence, is_shown=True).update(is_shown=False)
    return sorted(request.evidence)
