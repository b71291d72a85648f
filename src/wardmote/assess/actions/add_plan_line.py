"""One of the council's people adds something to do to the improvement plan."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.engines.frameworks import Status
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied

from ..models import Part, Plan, PlanLine
from ..policies_of_plans import LineGiven, check_can_plan, check_line_fits
from ..queries.desks import Desk
from ..queries.plan_lines import plan_or_missing
from ..queries.plan_standing import stand_of


def add_plan_line(*, by: Desk, part: Part, outcome: str, given: LineGiven, at: datetime) -> PlanLine:
    """Add a line about one outcome of one part. The same line sent twice in a row stands once."""
    check_can_plan(by)
    asked = by.outcome(part, outcome)
    status = stand_of(by, part, asked).status
    if status is None:
        raise Denied(_("Say first how %(outcome)s stands. Then plan what to do about it.") % {"outcome": outcome})
    check_line_fits(asked, given, status, None, localdate(at))
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=plan_or_missing(by).pk)
        line = _line(by, plan, part, outcome, given, status, at)
        last = plan.lines.order_by("-pk").first()
        if last and contents_of(last) == contents_of(line) and last.changed_by_id == by.viewer.person.pk:
            return last
        line.save()
        audit.record(
            by=by.viewer.person.pk,
            body=plan.council_id,
            action="plan.line-added",
            subject=f"outcome:{by.assessment.pk}:{part.pk}:{outcome}",
            at=at,
            after=costs_of(line),
        )
    return line


def contents_of(line: PlanLine) -> tuple[object, ...]:
    """Return what a line says."""
    return (
        *(line.part_id, line.outcome, line.action, line.owner, str(line.state), str(line.status_expected)),
        *(line.cost_once, line.cost_yearly, line.effort_days, line.due_on),
    )


def costs_of(line: PlanLine) -> dict[str, int | str | None]:
    """Return what the log keeps of a line: its number, its costs and how far it is."""
    return {
        "line": line.pk,
        "cost_once": line.cost_once,
        "cost_yearly": line.cost_yearly,
        "state": str(line.state),
    }


def fill(line: PlanLine, given: LineGiven) -> None:
    """Write on the line what the person says."""
    line.action = given.action.strip()
    line.status_expected = given.status_expected.value
    line.cost_once, line.cost_yearly = given.cost_once, given.cost_yearly
    line.effort_days = given.effort_days
    line.owner = given.owner.strip()
    line.due_on = given.due_on
    line.state = given.state.value


def _line(by: Desk, plan: Plan, part: Part, outcome: str, given: LineGiven, status: Status, at: datetime) -> PlanLine:
    line = PlanLine(
        plan=plan,
        council_id=plan.council_id,
        part=part,
        outcome=outcome,
        status_now=status.value,
        changed_by=by.viewer.person,
        changed_at=at,
    )
    fill(line, given)
    return line
