"""Somebody of the council puts a piece of evidence behind an outcome."""

from datetime import datetime

from django.db import transaction

from wardmote.kernel import audit

from .. import policies_of_assessments as policies
from ..models import Assessment, Evidence, EvidenceUse, Part
from ..policies_of_evidence import check_stands
from ..queries.desks import Desk


def use_evidence(*, by: Desk, part: Part, outcome: str, piece: Evidence, at: datetime) -> EvidenceUse:
    """Put a piece behind an outcome while the assessment is open; once more changes nothing."""
    policies.check_can_change_answers(by)
    by.outcome(part, outcome)
    with transaction.atomic():
        # Locked, so that nobody approves the assessment, or withdraws the piece, while this is on its way.
        policies.check_is_open(Assessment.objects.select_for_update().only("state").get(pk=by.assessment.pk))
        check_stands(Evidence.objects.select_for_update().get(pk=piece.pk), by.assessment.council_id)
        found = EvidenceUse.objects.filter(evidence=piece, part=part, outcome=outcome).first()
        if found:
            return found
        use = EvidenceUse.objects.create(
            evidence=piece,
            assessment=by.assessment,
            part=part,
            council_id=by.assessment.council_id,
            outcome=outcome,
            used_by=by.viewer.person,
            used_at=at,
        )
        audit.record(
            by=by.viewer.person.pk,
            body=use.council_id,
            action="evidence.used",
            subject=f"evidence:{piece.pk}",
            at=at,
            after={"assessment": by.assessment.pk, "part": part.pk, "outcome": outcome},
        )
    return use
