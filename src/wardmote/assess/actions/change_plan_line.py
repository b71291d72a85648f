"""One of the council's people changes a line of the improvement plan."""

from copy import copy
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.engines.frameworks import Status
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied

from ..models import Plan, PlanLine
from ..policies_of_plans import LineGiven, check_can_plan, check_line_fits
from ..queries.desks import Desk
from ..queries.plan_lines import line_of
from .add_plan_line import contents_of, costs_of, fill


@dataclass(frozen=True)
class Theirs:
    """What a colleague wrote on the line while this person's page was open."""

    name: str
    line: PlanLine


class ChangedMeanwhile(Denied):
    """A colleague changed the line first; nothing was overwritten, and both can be compared."""

    def __init__(self, theirs: Theirs) -> None:
        super().__init__(
            _("%(name)s changed this line while you had it open. Compare both, then save again.")
            % {"name": theirs.name},
            "conflict",
        )
        self.theirs = theirs


def change_plan_line(*, by: Desk, line: int, given: LineGiven, edition: int, at: datetime) -> PlanLine:
    """Change the line. `edition` is the one that the person's page was made from."""
    check_can_plan(by)
    with transaction.atomic():
        # The plan is locked, so that nobody signs it while this change is on its way.
        Plan.objects.select_for_update().filter(assessment=by.assessment).first()
        found = line_of(by, line)
        asked = by.outcome(found.part, found.outcome)
        check_line_fits(asked, given, Status(found.status_now), found.due_on, localdate(at))
        before, said = costs_of(found), contents_of(found)
        if found.edition != edition:
            if contents_of(_as_given(found, given)) == said:
                return found
            raise ChangedMeanwhile(Theirs(str(found.changed_by or _("A colleague")), found))
        fill(found, given)
        if contents_of(found) == said:
            return found
        found.edition += 1
        found.changed_by, found.changed_at = by.viewer.person, at
        found.save()
        audit.record(
            by=by.viewer.person.pk,
            body=found.council_id,
            action="plan.line-changed",
            subject=f"outcome:{by.assessment.pk}:{found.part_id}:{found.outcome}",
            at=at,
            before=before,
            after=costs_of(found),
        )
    return found


def _as_given(line: PlanLine, given: LineGiven) -> PlanLine:
    """Return how the line would read, without touching it: a form sent twice finds its own words there."""
    wished = copy(line)
    fill(wished, given)
    return wished
