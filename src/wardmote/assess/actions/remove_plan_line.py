"""One of the council's people takes a line that nobody has costed or started out of the plan."""

from datetime import datetime

from django.db import transaction

from wardmote.kernel import audit

from ..models import Plan
from ..policies_of_plans import check_can_be_removed, check_can_plan
from ..queries.desks import Desk
from ..queries.plan_lines import line_of
from .add_plan_line import costs_of


def remove_plan_line(*, by: Desk, line: int, at: datetime) -> None:
    """Remove the line for good. What has a cost or is under way can only be dropped, and stays to be seen."""
    check_can_plan(by)
    with transaction.atomic():
        # The plan is locked, so that nobody costs or signs the line while it goes.
        Plan.objects.select_for_update().filter(assessment=by.assessment).first()
        found = line_of(by, line)
        check_can_be_removed(found)
        audit.record(
            by=by.viewer.person.pk,
            body=found.council_id,
            action="plan.line-removed",
            subject=f"outcome:{by.assessment.pk}:{found.part_id}:{found.outcome}",
            at=at,
            before=costs_of(found),
        )
        found.delete()
