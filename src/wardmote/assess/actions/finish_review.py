"""The assurer has looked at everything and hands the findings to the council."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied

from .. import policies_of_assessments as policies
from ..events import review_finished
from ..models import Assessment, Review, State
from ..policies_of_reviews import check_edition, check_is_with_assurer
from ..queries.desks import Desk
from ..queries.review_findings import findings_of

LONGEST_SUMMARY = 4000


def finish_review(*, by: Desk, summary: str, edition: int, at: datetime) -> Review:
    """Finish, once every outcome of every part has a finding; from now on the council answers."""
    policies.check_is_assurer(by)
    said = summary.strip()
    if len(said) > LONGEST_SUMMARY:
        raise Denied(_("The summary must be 4,000 characters or fewer."))
    with transaction.atomic():
        assessment = Assessment.objects.select_for_update().get(pk=by.assessment.pk)
        check_is_with_assurer(assessment)
        review = Review.objects.filter(assessment=assessment, assurer=by.viewer.person, withdrawn_at__isnull=True).get()
        check_edition(assessment, edition)
        _check_is_whole(by, review)
        review.summary, review.finished_at = said, at
        review.save(update_fields=["summary", "finished_at"])
        assessment.state = State.RESPONSE
        assessment.edition += 1
        assessment.save(update_fields=["state", "edition"])
        audit.record(
            by=by.viewer.person.pk,
            body=assessment.council_id,
            action="review.finished",
            subject=f"assessment:{assessment.pk}",
            at=at,
            after={"state": assessment.state},
        )
        review.assessment = assessment
        review_finished.send(sender=Review, review=review, at=at)
    return review


def _check_is_whole(by: Desk, review: Review) -> None:
    left = len(findings_of(by, review).to_find)
    if left:
        raise Denied(
            ngettext(
                "%(left)d outcome has no finding yet. Look at it before you finish.",
                "%(left)d outcomes have no finding yet. Look at them before you finish.",
                left,
            )
            % {"left": left},
            "conflict",
        )
