"""The council accepts the review: its result is assured and frozen."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied

from .. import policies_of_assessments as policies
from ..models import Assessment, Report, ReportKind, State
from ..policies_of_reviews import check_edition, check_is_in_response
from ..queries.desks import Desk
from ..queries.review_findings import findings_before
from ..reporting import freeze


def accept_review(*, by: Desk, edition: int, at: datetime) -> Report:
    """Accept, once every finding that differs or asks for improvement is answered; nothing changes after this."""
    policies.check_can_approve(by)
    with transaction.atomic():
        assessment = Assessment.objects.select_for_update().get(pk=by.assessment.pk)
        check_is_in_response(assessment)
        check_edition(assessment, edition)
        disputed = _check_is_answered(by)
        assessment.state, assessment.finished_at = State.ASSURED, at
        assessment.edition += 1
        assessment.save(update_fields=["state", "finished_at", "edition"])
        audit.record(
            by=by.viewer.person.pk,
            body=assessment.council_id,
            action="review.accepted",
            subject=f"assessment:{assessment.pk}",
            at=at,
            before={"state": State.RESPONSE.value},
            after={"state": State.ASSURED.value, "disputed": disputed},
        )
        return freeze(assessment=assessment, kind=ReportKind.ASSURED, by=by.viewer.person, at=at)


def _check_is_answered(by: Desk) -> int:
    """Return how many findings stay disputed; refuse while an answer is missing."""
    findings = findings_before(by)
    if findings is None:
        raise Denied(_("Nobody from outside has looked at this assessment."), "conflict")
    left = len(findings.unanswered)
    if left:
        raise Denied(
            ngettext(
                "%(left)d finding still needs the council's answer.",
                "%(left)d findings still need the council's answer.",
                left,
            )
            % {"left": left},
            "conflict",
        )
    return len(findings.disputed)
