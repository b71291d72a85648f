"""What does the visitor's own council plan to do about its gaps, for how much, and how far has it come?"""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from wardmote.assess.actions.change_plan_line import change_plan_line
from wardmote.assess.actions.sign_plan import sign_plan
from wardmote.assess.actions.start_plan import start_plan
from wardmote.assess.models import LineState, PlanLine
from wardmote.assess.policies_of_plans import LineGiven
from wardmote.assess.queries.plan_lines import to_sign
from wardmote.engines.frameworks import Status
from wardmote.engines.plans import digest_of

from ..statuses import principle_of
from .last_year import Desks

# Days before loading; and the days from loading on which a line may be due.
STARTS, COSTS, SIGNS = 286, 281, 272
DUE_IN = (10, 40, 75, 110, 150, 210, 280, 360)
# One line in so many has no cost yet; costs differ from line to line, in steps.
NO_COST_ONE_IN, SHARES, POUNDS = 9, (0.5, 0.75, 1, 1, 1.25), 50


def plan_improving(desks: Desks) -> None:
    """Plan the start of the plan, its costs, the signature and what was done since."""
    desks.plan(STARTS, 60, partial(_start, desks))
    desks.plan(COSTS, 30, partial(_cost, desks))
    desks.plan(SIGNS, 300, partial(_sign, desks))
    for row in desks.data["progress"]:
        for state, days_ago in row["states"].items():
            act = partial(_move, desks, desks.places[row["place"]], row["outcome"], LineState(state))
            desks.plan(days_ago, desks.rng.randint(0, 400), act)


def _start(desks: Desks, at: datetime) -> None:
    start_plan(by=desks.bench.desk(desks.lead, at), at=at)


def _cost(desks: Desks, at: datetime) -> None:
    desk, rng = desks.bench.desk(desks.lead, at), desks.rng
    for line in PlanLine.objects.filter(plan__assessment=desk.assessment):
        row = desks.data["costs"][principle_of(line.outcome)]
        share, is_known = rng.choice(SHARES), rng.randrange(NO_COST_ONE_IN) > 0
        given = LineGiven(
            action=line.action,
            status_expected=Status(line.status_expected),
            cost_once=_pounds(row.get("once"), share) if is_known else None,
            cost_yearly=_pounds(row.get("yearly"), share) if is_known else None,
            effort_days=Decimal(row["days"]),
            owner=row["owner"],
            due_on=(desks.at + timedelta(days=rng.choice(DUE_IN))).date(),
        )
        change_plan_line(by=desk, line=line.pk, given=given, edition=line.edition, at=at)


def _pounds(cost: int | None, share: float) -> int | None:
    return None if cost is None else round(cost * share / POUNDS) * POUNDS


def _sign(desks: Desks, at: datetime) -> None:
    desk = desks.bench.desk(desks.leader, at)
    lines = PlanLine.objects.filter(plan__assessment=desk.assessment)
    sign_plan(by=desk, digest=digest_of(to_sign(lines)), is_confirmed=True, at=at)


def _move(desks: Desks, position: int, outcome: str, state: LineState, at: datetime) -> None:
    desk = desks.bench.desk(desks.lead, at)
    line = PlanLine.objects.get(plan__assessment=desk.assessment, part__position=position, outcome=outcome)
    given = LineGiven(
        action=line.action,
        status_expected=Status(line.status_expected),
        cost_once=line.cost_once,
        cost_yearly=line.cost_yearly,
        effort_days=line.effort_days,
        owner=line.owner,
        due_on=line.due_on,
        state=state,
    )
    change_plan_line(by=desk, line=line.pk, given=given, edition=line.edition, at=at)
