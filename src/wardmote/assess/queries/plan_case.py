"""What does a council's business case for its improvement plan say? Facts only: what is missing is None or empty."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from wardmote.engines.frameworks import Objective, Outcome, Status
from wardmote.engines.plans import CostsByYear, Totals, costs_by_year, first_year, total, year_words
from wardmote.kernel.denial import missing

from ..models import LineState
from .desks import Desk
from .plan_lines import planned
from .plan_page import PlanPage, Row, plan_page
from .plan_standing import Stand, stands_of

YEARS = 3
# What may come of leaving each objective of the CAF as it is. No likelihoods and no sums: an assessment has none.
RISKS = {
    ("caf", "A"): _(
        "Nobody with authority owns the risk to these services, so gaps like those above are found by accident, "
        "or by an attacker."
    ),
    ("caf", "B"): _(
        "One stolen password or one system without updates can be enough to get in. Records about residents could "
        "be read, changed or locked, and the systems above could stop."
    ),
    ("caf", "C"): _(
        "An attack could go on unseen until staff or residents meet its effects. The later it is noticed, the more "
        "it can reach."
    ),
    ("caf", "D"): _(
        "After an attack, services could take longer to come back than they need to, because the way back hasn't "
        "been planned or tried."
    ),
}


@dataclass(frozen=True)
class Gap:
    """One outcome of one part below its target, the lines about it, and whether they reach the target."""

    stand: Stand
    rows: tuple[Row, ...]

    @property
    def expected(self) -> Status | None:
        """Return the level that the plan's lines lead to; None without a line that counts."""
        levels = [Status(row.line.status_expected) for row in self.rows]
        return max(levels, key=lambda level: level.step, default=None)

    @property
    def will_be_met(self) -> bool:
        """Say whether the target is reached once the lines are done."""
        target, expected = self.stand.target, self.expected
        return target is not None and expected is not None and expected.step >= target.step


@dataclass(frozen=True)
class OutcomeGap:
    """One outcome that is below its target in one or several parts, in plain words at its weakest."""

    outcome: Outcome
    gaps: tuple[Gap, ...]

    @property
    def status(self) -> Status:
        """Return the weakest status."""
        return min((gap.stand.status for gap in self.gaps if gap.stand.status), key=lambda status: status.step)

    @property
    def target(self) -> Status | None:
        """Return the target, which is the same for every part."""
        return self.gaps[0].stand.target

    @property
    def looks(self) -> str:
        """Return what a council at this level looks like, in the outline's words."""
        return self.outcome.looks.get(self.status, "")

    @property
    def systems(self) -> tuple[str, ...]:
        """Return the critical systems it is about; none where it is the organisation."""
        return tuple(gap.stand.part.name for gap in self.gaps if gap.stand.part.position)


@dataclass(frozen=True)
class BusinessCase:
    """Everything on the paper, made from the plan, the scope and the answers as they stand."""

    desk: Desk
    page: PlanPage
    made_at: datetime
    services: tuple[str, ...]
    systems: tuple[str, ...]
    gaps: tuple[Gap, ...]
    met_now: int
    unanswered: int
    outcomes: int
    rows: tuple[Row, ...]
    costs: CostsByYear

    @property
    def totals(self) -> Totals:
        """Return what the lines add up to."""
        return total(planned(row.line for row in self.rows))

    @property
    def met_then(self) -> int:
        """Return how many outcomes will meet the target once every line is done."""
        return self.met_now + sum(1 for gap in self.gaps if gap.will_be_met)

    @property
    def reached(self) -> tuple[Gap, ...]:
        """Return the gaps that the plan closes."""
        return tuple(gap for gap in self.gaps if gap.will_be_met)

    @property
    def left(self) -> tuple[Gap, ...]:
        """Return the gaps that stay open even when the plan is done."""
        return tuple(gap for gap in self.gaps if not gap.will_be_met)

    @property
    def wrong(self) -> tuple[OutcomeGap, ...]:
        """Return the outcomes below their target, those of several systems once."""
        grouped: dict[str, list[Gap]] = {}
        for gap in self.gaps:
            grouped.setdefault(gap.stand.outcome.id, []).append(gap)
        order = [found for found in self.desk.framework.outcomes if found in grouped]
        return tuple(OutcomeGap(self.desk.framework.outcomes[found], tuple(grouped[found])) for found in order)

    @property
    def risks(self) -> tuple[tuple[Objective, str], ...]:
        """Return what may come of doing nothing, for each objective with an outcome below its target."""
        below = {gap.stand.outcome.id for gap in self.gaps}
        framework = self.desk.framework
        return tuple(
            (objective, str(RISKS[framework.key, objective.id]))
            for objective in framework.objectives
            if (framework.key, objective.id) in RISKS and any(o.id in below for o in objective.outcomes)
        )

    @property
    def has_costs(self) -> bool:
        """Say whether any line has a cost."""
        return self.totals.uncosted < self.totals.lines

    @property
    def years(self) -> tuple[str, str]:
        """Return the first and the last financial year of the costs, in words."""
        return self.costs.years[0].words, self.costs.years[-1].words

    @property
    def later_words(self) -> str:
        """Return the financial year from which costs fall outside the table."""
        return year_words(self.costs.years[-1].year + 1)


def business_case(desk: Desk) -> BusinessCase:
    """Return the case for this assessment's plan; missing where there is no plan."""
    page = plan_page(desk)
    if page is None:
        raise missing("improvement plan")
    rows = tuple(row for row in page.every if row.line.state != LineState.DROPPED)
    lines = planned(row.line for row in rows)
    stands = [stand for stand in stands_of(desk) if stand.target]
    return BusinessCase(
        desk=desk,
        page=page,
        made_at=desk.at,
        services=tuple(desk.assessment.scoped_services.values_list("name", flat=True)),
        systems=tuple(part.name for part in desk.parts if part.position),
        gaps=tuple(_gap(stand, rows) for stand in stands if stand.is_below),
        met_now=sum(1 for stand in stands if stand.status and not stand.is_below),
        unanswered=sum(1 for stand in stands if stand.is_unanswered),
        outcomes=len(stands),
        rows=rows,
        costs=costs_by_year(lines, first_year(lines, localdate(desk.at)), YEARS),
    )


def _gap(stand: Stand, rows: tuple[Row, ...]) -> Gap:
    about = (row for row in rows if (row.line.part_id, row.line.outcome) == (stand.part.pk, stand.outcome.id))
    return Gap(stand, tuple(about))
