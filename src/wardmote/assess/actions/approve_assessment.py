"""The council approves what it has answered, and its own report is frozen."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied

from .. import policies_of_assessments as policies
from ..models import Assessment, Part, Report, ReportKind, State
from ..queries.desks import Desk
from ..reporting import freeze


@dataclass(frozen=True)
class Missing:
    """What stands between an assessment and its approval, and what should be known before."""

    outcomes: tuple[tuple[Part, str], ...]
    has_no_system: bool
    is_signed_off: bool

    @property
    def is_nothing(self) -> bool:
        """Say whether the assessment can be approved. A scope without its sign-off is only a warning."""
        return not self.outcomes and not self.has_no_system

    def sentence(self) -> str:
        """Say what is missing."""
        if self.has_no_system:
            return _("Choose the critical systems first: some objectives are answered for each of them.")
        return ngettext(
            "%(n)s outcome isn't confirmed yet. Confirm it, then approve.",
            "%(n)s outcomes aren't confirmed yet. Confirm them, then approve.",
            len(self.outcomes),
        ) % {"n": len(self.outcomes)}


def missing_from(desk: Desk) -> Missing:
    """Return what is missing before this assessment can be approved (one query)."""
    confirmed = set(desk.assessment.answers.filter(is_confirmed=True).values_list("part_id", "outcome"))
    asked = [(part, outcome.id) for part in desk.parts for outcome in desk.outcomes_of(part)]
    is_per_system = any(objective.is_per_system for objective in desk.framework.objectives)
    return Missing(
        outcomes=tuple((part, outcome) for part, outcome in asked if (part.pk, outcome) not in confirmed),
        has_no_system=is_per_system and not any(part.position for part in desk.parts),
        is_signed_off=desk.assessment.scope_signed_at is not None,
    )


def approve_assessment(*, by: Desk, at: datetime) -> Report:
    """Approve the assessment once every outcome of every part is confirmed; freeze report "approved"."""
    policies.check_can_approve(by)
    with transaction.atomic():
        # Locked, so that no answer changes between the count and the report.
        assessment = Assessment.objects.select_for_update().get(pk=by.assessment.pk)
        if assessment.state != State.OPEN:
            raise Denied(_("This assessment isn't being answered any more. Open the page again."), "conflict")
        missing = missing_from(by)
        if not missing.is_nothing:
            raise Denied(missing.sentence(), "conflict")
        assessment.state = State.APPROVED
        assessment.approved_by, assessment.approved_at = by.viewer.person, at
        assessment.edition += 1
        assessment.save(update_fields=["state", "approved_by", "approved_at", "edition"])
        report = freeze(assessment=assessment, kind=ReportKind.APPROVED, by=by.viewer.person, at=at)
        audit.record(
            by=by.viewer.person.pk,
            body=assessment.council_id,
            action="assessment.approved",
            subject=f"assessment:{assessment.pk}",
            at=at,
            after={"report": report.number},
        )
    return report
