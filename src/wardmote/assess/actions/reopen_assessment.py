"""The council takes its approval back, to change an answer. The report that was frozen stays."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied

from .. import policies_of_assessments as policies
from ..models import Assessment, State
from ..queries.desks import Desk


def reopen_assessment(*, by: Desk, at: datetime) -> Assessment:
    """Open an approved assessment for answers again."""
    policies.check_is_lead(by)
    with transaction.atomic():
        assessment = Assessment.objects.select_for_update().get(pk=by.assessment.pk)
        if assessment.state != State.APPROVED:
            raise Denied(_("Only an approved assessment can be reopened. Open the page again."), "conflict")
        assessment.state = State.OPEN
        assessment.approved_by = assessment.approved_at = None
        assessment.edition += 1
        assessment.save(update_fields=["state", "approved_by", "approved_at", "edition"])
        audit.record(
            by=by.viewer.person.pk,
            body=assessment.council_id,
            action="assessment.reopened",
            subject=f"assessment:{assessment.pk}",
            at=at,
            before={"state": State.APPROVED.value},
        )
    return assessment
