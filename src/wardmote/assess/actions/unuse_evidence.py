"""Somebody of the council takes a piece of evidence from an outcome."""

from datetime import datetime

from django.db import transaction

from wardmote.kernel import audit

from .. import policies_of_assessments as policies
from ..models import Assessment, Evidence, EvidenceUse, Part
from ..queries.desks import Desk


def unuse_evidence(*, by: Desk, part: Part, outcome: str, piece: Evidence, at: datetime) -> None:
    """Take a piece from an outcome while the assessment is open; what isn't there stays so. The piece is kept."""
    policies.check_can_change_answers(by)
    by.outcome(part, outcome)
    with transaction.atomic():
        policies.check_is_open(Assessment.objects.select_for_update().only("state").get(pk=by.assessment.pk))
        taken, _ = EvidenceUse.objects.filter(
            evidence=piece, assessment=by.assessment, part=part, outcome=outcome
        ).delete()
        if not taken:
            return
        audit.record(
            by=by.viewer.person.pk,
            body=by.assessment.council_id,
            action="evidence.unused",
            subject=f"evidence:{piece.pk}",
            at=at,
            before={"assessment": by.assessment.pk, "part": part.pk, "outcome": outcome},
        )
