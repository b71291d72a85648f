"""The council starts its improvement plan, with a line for every outcome that is below its target."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.engines.frameworks import Status
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied

from ..models import Assessment, Plan, PlanLine
from ..policies_of_plans import LONGEST_ACTION, check_can_plan, check_not_withdrawn
from ..queries.desks import Desk
from ..queries.plan_standing import Stand, stands_of


@dataclass(frozen=True)
class Started:
    """The plan, how many lines it got now, and how many outcomes nobody has answered yet."""

    plan: Plan
    added: int
    unanswered: int


def start_plan(*, by: Desk, at: datetime) -> Started:
    """Start the plan, or add lines for outcomes that fell below their target since and have no line."""
    check_can_plan(by)
    stands = stands_of(by)
    with transaction.atomic():
        # Locked, so that two people who start at the same moment get one plan and one set of lines.
        assessment = Assessment.objects.select_for_update().get(pk=by.assessment.pk)
        check_not_withdrawn(assessment)
        plan, is_new = _plan(by, at)
        has_line = set(plan.lines.values_list("part_id", "outcome"))
        gaps = [s for s in stands if s.is_below and (s.part.pk, s.outcome.id) not in has_line]
        PlanLine.objects.bulk_create(_line(by, plan, gap, at) for gap in gaps)
        if is_new or gaps:
            audit.record(
                by=by.viewer.person.pk,
                body=plan.council_id,
                action="plan.started",
                subject=f"plan:{plan.pk}",
                at=at,
                after={"lines": len(gaps)},
            )
    return Started(plan, len(gaps), sum(1 for stand in stands if stand.is_unanswered))


def _plan(by: Desk, at: datetime) -> tuple[Plan, bool]:
    return Plan.objects.get_or_create(
        assessment=by.assessment,
        defaults={"council_id": by.assessment.council_id, "started_by": by.viewer.person, "started_at": at},
    )


def _line(by: Desk, plan: Plan, gap: Stand, at: datetime) -> PlanLine:
    if gap.status is None or gap.target is None:
        raise Denied(_("Say first how this outcome stands. Then plan what to do about it."))
    return PlanLine(
        plan=plan,
        council_id=plan.council_id,
        part=gap.part,
        outcome=gap.outcome.id,
        action=_action(gap),
        status_now=Status(gap.status),
        status_expected=Status(gap.target),
        changed_by=by.viewer.person,
        changed_at=at,
    )


def _action(gap: Stand) -> str:
    """Begin with the outline's advice; the assurer's words follow it whole or shortened."""
    advice = gap.outcome.improve or _("Decide what to do to reach the target.")
    said = gap.to_improve.strip()
    if not said:
        return advice[:LONGEST_ACTION]
    words = _("%(advice)s\n\nThe assurer says: %(said)s") % {"advice": advice, "said": said}
    return words if len(words) <= LONGEST_ACTION else f"{words[: LONGEST_ACTION - 1]}…"
