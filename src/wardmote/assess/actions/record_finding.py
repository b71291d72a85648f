"""The assurer says how one outcome stands for one part, and why."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.engines.frameworks import Status
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied

from .. import policies_of_assessments as policies
from ..models import Assessment, Part, Review, ReviewFinding
from ..policies_of_reviews import check_is_with_assurer
from ..queries.desks import Desk

LONGEST_WORDS = 4000


@dataclass(frozen=True)
class Judged:
    """What the assurer says of an outcome."""

    status: Status | None
    reasons: str = ""
    good_practice: str = ""
    to_improve: str = ""

    @property
    def words(self) -> tuple[str, str, str]:
        """Return what was written, without spaces around it."""
        return self.reasons.strip(), self.good_practice.strip(), self.to_improve.strip()


class RecordedMeanwhile(Denied):
    """The finding was saved from another page; nothing was overwritten, and both can be compared."""

    def __init__(self, theirs: ReviewFinding) -> None:
        super().__init__(
            _("You saved this finding in another window. Compare both, then save again."),
            "conflict",
        )
        self.theirs = theirs


def record_finding(*, by: Desk, part: Part, outcome: str, judged: Judged, edition: int, at: datetime) -> ReviewFinding:
    """Save the finding. `edition` is the one the page was made from: 0 where there was none."""
    policies.check_is_assurer(by)
    _check_fits(by, part, outcome, judged)
    with transaction.atomic():
        check_is_with_assurer(Assessment.objects.select_for_update().only("state").get(pk=by.assessment.pk))
        review = _still_standing(by)
        finding = review.findings.filter(part=part, outcome=outcome).first()
        if finding and _says(finding) == (judged.status, *judged.words):
            return finding
        if finding and finding.edition != edition:
            raise RecordedMeanwhile(finding)
        return _write(by, review, part, outcome, finding, judged, at)


def _still_standing(by: Desk) -> Review:
    review = Review.objects.filter(assessment=by.assessment, assurer=by.viewer.person, withdrawn_at__isnull=True)
    found = review.first()
    if found is None:
        raise Denied(_("The council has taken this assessment back. Your findings so far are kept."), "conflict")
    return found


def _says(finding: ReviewFinding) -> tuple[Status, str, str, str]:
    return Status(finding.status), finding.reasons, finding.good_practice, finding.to_improve


def _check_fits(by: Desk, part: Part, outcome: str, judged: Judged) -> None:
    asked = by.outcome(part, outcome)
    if judged.status is None:
        raise Denied(_("Choose how far this outcome is achieved in your view."))
    if judged.status not in asked.levels:
        raise Denied(_("This outcome doesn't have that level. Choose one from the list."))
    if not judged.reasons.strip():
        raise Denied(_("Give your reasons: the council has to understand what you saw."))
    if any(len(words) > LONGEST_WORDS for words in judged.words):
        raise Denied(_("Each answer must be 4,000 characters or fewer."))


def _write(
    by: Desk, review: Review, part: Part, outcome: str, finding: ReviewFinding | None, judged: Judged, at: datetime
) -> ReviewFinding:
    before = finding.status if finding else None
    finding = finding or ReviewFinding(
        review=review,
        assessment_id=part.assessment_id,
        part=part,
        council_id=part.council_id,
        outcome=outcome,
        edition=0,
    )
    finding.status = str(judged.status)
    finding.reasons, finding.good_practice, finding.to_improve = judged.words
    # The council answered other words: its answer stays as a draft, and it is asked again.
    finding.stance, finding.responded_at = "", None
    finding.edition += 1
    finding.recorded_at = at
    finding.save()
    audit.record(
        by=by.viewer.person.pk,
        body=part.council_id,
        action="review.recorded",
        subject=f"outcome:{part.assessment_id}:{part.pk}:{outcome}",
        at=at,
        before={"status": before},
        after={"status": finding.status},
    )
    return finding
