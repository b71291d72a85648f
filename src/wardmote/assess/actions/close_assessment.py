"""The council finishes an assessment as it approved it, without an assurer."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied

from .. import policies_of_assessments as policies
from ..models import Assessment, State
from ..queries.desks import Desk


def close_assessment(*, by: Desk, at: datetime) -> Assessment:
    """Finish an approved assessment; its approved report is the last word."""
    policies.check_is_lead(by)
    with transaction.atomic():
        assessment = Assessment.objects.select_for_update().get(pk=by.assessment.pk)
        if assessment.state != State.APPROVED:
            raise Denied(_("Only an approved assessment can be finished. Open the page again."), "conflict")
        assessment.state, assessment.finished_at = State.CLOSED, at
        assessment.edition += 1
        assessment.save(update_fields=["state", "finished_at", "edition"])
        audit.record(
            by=by.viewer.person.pk,
            body=assessment.council_id,
            action="assessment.closed",
            subject=f"assessment:{assessment.pk}",
            at=at,
            before={"state": State.APPROVED.value},
        )
    return assessment
