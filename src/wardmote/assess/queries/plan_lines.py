"""Which lines does an improvement plan have, and what of them was signed?"""

from collections.abc import Iterable
from dataclasses import dataclass

from wardmote.engines.plans import LineChange, PlannedLine, SignedLine, changes_since, digest_of, freeze, from_stored
from wardmote.kernel.denial import missing
from wardmote.kernel.models import AuditEntry

from ..models import LineState, Part, Plan, PlanLine
from .desks import Desk


@dataclass(frozen=True)
class Signature:
    """Who signed the costs, for how much, and which lines aren't as they were then."""

    plan: Plan
    changes: tuple[LineChange, ...]
    is_lapsed: bool

    @property
    def name(self) -> str:
        """Return who signed; a person who is gone has no name any more."""
        return str(self.plan.signed_by) if self.plan.signed_by else ""


def plan_of(desk: Desk) -> Plan | None:
    """Return the assessment's plan, if somebody has started it."""
    return Plan.objects.select_related("signed_by", "started_by").filter(assessment=desk.assessment).first()


def plan_or_missing(desk: Desk) -> Plan:
    """Return the assessment's plan; missing where nobody has started it."""
    plan = plan_of(desk)
    if plan is None:
        raise missing("improvement plan")
    return plan


def line_of(desk: Desk, line: int) -> PlanLine:
    """Return one line of this assessment's plan; missing where there is none."""
    lines = PlanLine.objects.select_related("part", "changed_by").filter(plan__assessment=desk.assessment)
    found = lines.filter(pk=line).first()
    if found is None:
        raise missing("line of the plan")
    return found


def plan_lines_of(part: Part, outcome: str) -> tuple[PlanLine, ...]:
    """Return the lines about one outcome of one part, for the council's own people: assurers never see a plan."""
    return tuple(PlanLine.objects.filter(part=part, outcome=outcome))


def planned(lines: Iterable[PlanLine]) -> tuple[PlannedLine, ...]:
    """Return the lines that count, as the engine takes them: a dropped line costs nothing."""
    return tuple(
        PlannedLine(line.pk, line.action, line.cost_once, line.cost_yearly, line.effort_days, line.due_on)
        for line in lines
        if line.state != LineState.DROPPED
    )


def to_sign(lines: Iterable[PlanLine]) -> tuple[SignedLine, ...]:
    """Return what a signature would cover now."""
    return freeze(planned(lines))


def signature_of(plan: Plan, lines: Iterable[PlanLine]) -> Signature | None:
    """Return the signature and how far it still holds (one query once signed); None where nobody has signed."""
    if plan.signed_at is None:
        return None
    now = to_sign(lines)
    if digest_of(now) == plan.signed_digest:
        return Signature(plan, (), is_lapsed=False)
    return Signature(plan, changes_since(_signed(plan), now), is_lapsed=True)


def _signed(plan: Plan) -> tuple[SignedLine, ...]:
    """Read what was signed from the log, where nobody can change it afterwards."""
    entries = AuditEntry.objects.filter(body_id=plan.council_id, action="plan.signed", subject=f"plan:{plan.pk}")
    entry = entries.order_by("-sequence").first()
    return from_stored(entry.after["lines"]) if entry else ()
