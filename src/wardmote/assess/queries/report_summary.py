"""What would closing the gaps cost, as far as the council's plan says?"""

from dataclasses import dataclass

from ..models import LineState, PlanLine
from .report_shown import Shown


@dataclass(frozen=True)
class Cost:
    """The plan's costs in pounds, over the lines that aren't done or dropped, and how many have none yet."""

    once: int
    yearly: int
    lines: int
    without_cost: int


def cost_of_plan(shown: Shown) -> Cost | None:
    """Return the costs; None where there is no plan, or where the council's plan isn't the reader's."""
    if not shown.access.reads_answers:
        return None
    open_lines = PlanLine.objects.filter(plan__assessment=shown.assessment, council=shown.council).exclude(
        state__in=[LineState.DONE, LineState.DROPPED]
    )
    costs = list(open_lines.values_list("cost_once", "cost_yearly"))
    if not costs:
        return None
    return Cost(
        once=sum(once or 0 for once, _yearly in costs),
        yearly=sum(yearly or 0 for _once, yearly in costs),
        lines=len(costs),
        without_cost=sum(once is None and yearly is None for once, yearly in costs),
    )
