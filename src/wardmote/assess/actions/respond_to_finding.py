"""One of the council's people answers a finding: we agree, or we see it differently."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied, missing

from .. import policies_of_assessments as policies
from ..models import Assessment, Part, ReviewFinding, Stance
from ..policies_of_reviews import check_is_in_response
from ..queries.desks import Desk

LONGEST_RESPONSE = 4000


class RespondedMeanwhile(Denied):
    """A colleague answered first; nothing was overwritten, and both answers can be compared."""

    def __init__(self, theirs: ReviewFinding) -> None:
        super().__init__(
            _("%(name)s answered this finding while you had it open. Compare both, then save again.")
            % {"name": theirs.responded_by or _("A colleague")},
            "conflict",
        )
        self.theirs = theirs


def respond_to_finding(
    *, by: Desk, part: Part, outcome: str, stance: str, response: str, edition: int, at: datetime
) -> ReviewFinding:
    """Save the council's answer. `edition` is the finding's that the page was made from."""
    policies.check_can_write(by)
    by.outcome(part, outcome)
    said = response.strip()
    _check_fits(stance, said)
    with transaction.atomic():
        check_is_in_response(Assessment.objects.select_for_update().only("state").get(pk=by.assessment.pk))
        standing = ReviewFinding.objects.filter(part=part, outcome=outcome, review__withdrawn_at__isnull=True)
        finding = standing.select_related("responded_by").first()
        if finding is None:
            raise missing("finding")
        if (finding.stance, finding.response) == (stance, said):
            return finding
        if finding.edition != edition:
            raise RespondedMeanwhile(finding)
        before = finding.stance
        finding.stance, finding.response = stance, said
        finding.responded_by, finding.responded_at = by.viewer.person, at
        finding.edition += 1
        finding.save()
        audit.record(
            by=by.viewer.person.pk,
            body=part.council_id,
            action="review.responded",
            subject=f"outcome:{part.assessment_id}:{part.pk}:{outcome}",
            at=at,
            before={"stance": before},
            after={"stance": stance},
        )
    return finding


def _check_fits(stance: str, said: str) -> None:
    if stance not in Stance.values:
        raise Denied(_("Say whether the council agrees."))
    if stance == Stance.DISPUTED and not said:
        raise Denied(_("Say why the council sees it differently: the assurer looks again at what you write."))
    if len(said) > LONGEST_RESPONSE:
        raise Denied(_("The answer must be 4,000 characters or fewer."))
