"""The lead takes an assessment back from whoever was asked to look."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied

from .. import policies_of_assessments as policies
from ..models import Assessment, Review, State
from ..policies_of_reviews import check_edition, check_is_unfinished
from ..queries.desks import Desk
from ..queries.review_asked import standing_review


def withdraw_review(*, by: Desk, edition: int, at: datetime) -> Review:
    """End the assurer's access to this assessment; what they wrote so far is kept but counts for nothing.

    Once the council has answered findings they stand: a review that displeases can't be made to vanish.
    """
    policies.check_is_lead(by)
    with transaction.atomic():
        assessment = Assessment.objects.select_for_update().get(pk=by.assessment.pk)
        check_is_unfinished(assessment)
        if assessment.state == State.RESPONSE:
            raise Denied(_("The assurer has finished, so their findings stand. Answer them."), "conflict")
        review = standing_review(assessment)
        if review is None:
            raise Denied(_("Nobody from outside is asked to look at this assessment."), "conflict")
        _check_is_unanswered(review)
        check_edition(assessment, edition)
        review.withdrawn_at = at
        review.save(update_fields=["withdrawn_at"])
        if assessment.state == State.REVIEW:
            assessment.state = State.APPROVED
        assessment.edition += 1
        assessment.save(update_fields=["state", "edition"])
        audit.record(
            by=by.viewer.person.pk,
            body=assessment.council_id,
            action="review.withdrawn",
            subject=f"assessment:{assessment.pk}",
            at=at,
            before={"person": review.assurer_id},
            after={"state": assessment.state},
        )
    return review


def _check_is_unanswered(review: Review) -> None:
    """Refuse once the council has answered: its words stay, even where a changed finding asks it again."""
    answered = ~Q(stance="") | ~Q(response="") | Q(responded_at__isnull=False)
    if review.findings.filter(answered).exists():
        raise Denied(
            _(
                "%(name)s has finished once, and the council has answered the findings: they stand. "
                "Wait until %(name)s has looked again, or ask them to finish."
            )
            % {"name": review.assurer},
            "conflict",
        )
