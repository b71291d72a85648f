"""The lead says that the scope is ready to be signed off."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied

from .. import policies_of_assessments as policies
from ..events import scope_sent
from ..models import Assessment
from ..policies_of_reviews import check_edition
from ..queries.desks import Desk
from ..queries.scope_page import lacks_in_scope


def send_scope(*, by: Desk, edition: int, at: datetime) -> Assessment:
    """Send the scope for sign-off, once it says what a reader needs."""
    policies.check_is_lead(by)
    with transaction.atomic():
        assessment = Assessment.objects.select_for_update().get(pk=by.assessment.pk)
        policies.check_is_open(assessment)
        if assessment.scope_sent_at:
            raise Denied(_("This scope has been sent already."), "conflict")
        check_edition(assessment, edition)
        lacks = lacks_in_scope(assessment)
        if lacks:
            raise Denied(lacks[0])
        assessment.scope_sent_at, assessment.scope_note = at, ""
        assessment.edition += 1
        assessment.save(update_fields=["scope_sent_at", "scope_note", "edition"])
        audit.record(
            by=by.viewer.person.pk,
            body=assessment.council_id,
            action="assessment.scope-sent",
            subject=f"assessment:{assessment.pk}",
            at=at,
            after={"edition": assessment.edition},
        )
        scope_sent.send(sender=Assessment, assessment=assessment, at=at)
    return assessment
