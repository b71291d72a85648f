"""The lead asks the assurer to look again at what the council sees differently."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied

from .. import policies_of_assessments as policies
from ..events import review_asked
from ..models import Assessment, Review, Stance, State
from ..policies_of_reviews import check_edition, check_is_in_response
from ..queries.desks import Desk
from ..queries.review_asked import standing_review


def return_to_assurer(*, by: Desk, edition: int, at: datetime) -> Review:
    """Hand the assessment back with the disputed findings; the assurer may change them and finishes again."""
    policies.check_is_lead(by)
    with transaction.atomic():
        assessment = Assessment.objects.select_for_update().get(pk=by.assessment.pk)
        check_is_in_response(assessment)
        review = standing_review(assessment)
        disputed = review.findings.filter(stance=Stance.DISPUTED).count() if review else 0
        if review is None or not disputed:
            raise Denied(_("You agree with every finding so far. Only one that you see differently goes back."))
        check_edition(assessment, edition)
        review.finished_at = None
        review.save(update_fields=["finished_at"])
        assessment.state = State.REVIEW
        assessment.edition += 1
        assessment.save(update_fields=["state", "edition"])
        audit.record(
            by=by.viewer.person.pk,
            body=assessment.council_id,
            action="review.asked",
            subject=f"assessment:{assessment.pk}",
            at=at,
            before={"state": State.RESPONSE.value},
            after={"person": review.assurer_id, "disputed": disputed, "state": State.REVIEW.value},
        )
        review.assessment = assessment
        review_asked.send(sender=Review, review=review, at=at)
    return review
