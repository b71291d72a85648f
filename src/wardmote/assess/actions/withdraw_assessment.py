"""The council gives an unfinished assessment up. Nothing is deleted, and reports that were frozen stay."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied

from .. import policies_of_assessments as policies
from ..models import UNFINISHED, Assessment, State
from ..queries.desks import Desk


def withdraw_assessment(*, by: Desk, at: datetime) -> Assessment:
    """Give the assessment up; its assurer reads nothing of it any more."""
    policies.check_is_lead(by)
    with transaction.atomic():
        assessment = Assessment.objects.select_for_update().get(pk=by.assessment.pk)
        if assessment.state not in UNFINISHED:
            raise Denied(_("This assessment is finished already. Open the page again."), "conflict")
        before = assessment.state
        assessment.state, assessment.finished_at = State.WITHDRAWN, at
        assessment.edition += 1
        assessment.save(update_fields=["state", "finished_at", "edition"])
        assessment.reviews.filter(withdrawn_at__isnull=True).update(withdrawn_at=at)
        audit.record(
            by=by.viewer.person.pk,
            body=assessment.council_id,
            action="assessment.withdrawn",
            subject=f"assessment:{assessment.pk}",
            at=at,
            before={"state": str(before)},
        )
    return assessment
