"""Somebody who didn't write the scope signs it off, or sends it back with a note."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied

from ..models import Assessment
from ..policies_of_reviews import check_can_sign_scope, check_edition, check_is_unfinished
from ..queries.desks import Desk
from ..queries.review_asked import standing_review

LONGEST_NOTE = 2000


def sign_scope(*, by: Desk, is_signed: bool, note: str, edition: int, at: datetime) -> Assessment:
    """Sign the scope off with an optional note, or send it back with a note that says what to change."""
    check_can_sign_scope(by, by.review or standing_review(by.assessment))
    said = note.strip()
    if len(said) > LONGEST_NOTE:
        raise Denied(_("The note must be 2,000 characters or fewer."))
    if not is_signed and not said:
        raise Denied(_("Say what should change before you send the scope back."))
    with transaction.atomic():
        assessment = Assessment.objects.select_for_update().get(pk=by.assessment.pk)
        _check_waits(assessment)
        check_edition(assessment, edition)
        assessment.scope_note = said
        if is_signed:
            assessment.scope_signed_by, assessment.scope_signed_at = by.viewer.person, at
        else:
            assessment.scope_sent_at = None
        assessment.edition += 1
        assessment.save(update_fields=["scope_note", "scope_signed_by", "scope_signed_at", "scope_sent_at", "edition"])
        audit.record(
            by=by.viewer.person.pk,
            body=assessment.council_id,
            action="assessment.scope-signed",
            subject=f"assessment:{assessment.pk}",
            at=at,
            after={"signed": is_signed, "as_assurer": by.is_assurer},
        )
    return assessment


def _check_waits(assessment: Assessment) -> None:
    check_is_unfinished(assessment)
    if assessment.scope_signed_at:
        raise Denied(_("This scope has been signed off already."), "conflict")
    if not assessment.scope_sent_at:
        raise Denied(_("This scope isn't waiting to be signed off. The council's lead sends it first."), "conflict")
