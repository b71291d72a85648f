"""Somebody of the council says something to colleagues beside an outcome."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied

from .. import policies_of_assessments as policies
from ..models import Comment, Part
from ..queries.desks import Desk

LONGEST_COMMENT = 2000


def comment_on_outcome(*, by: Desk, part: Part, outcome: str, text: str, at: datetime) -> Comment:
    """Add the comment; it never leaves the council. The same words sent twice in a row stand once."""
    policies.check_can_write(by)
    by.outcome(part, outcome)
    said = text.strip()
    if not said:
        raise Denied(_("Write your comment first."))
    if len(said) > LONGEST_COMMENT:
        raise Denied(_("A comment must be 2,000 characters or fewer."))
    with transaction.atomic():
        last = Comment.objects.filter(part=part, outcome=outcome).order_by("-pk").first()
        if last and (last.by_id, last.text) == (by.viewer.person.pk, said):
            return last
        comment = Comment.objects.create(
            assessment_id=part.assessment_id,
            part=part,
            council_id=part.council_id,
            outcome=outcome,
            text=said,
            by=by.viewer.person,
            at=at,
        )
        audit.record(
            by=by.viewer.person.pk,
            body=part.council_id,
            action="assessment.commented",
            subject=f"outcome:{part.assessment_id}:{part.pk}:{outcome}",
            at=at,
        )
    return comment
