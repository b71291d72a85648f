"""Improvement plans for tests, made through the real actions in a line each."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tests.unit.assess.assessments.rounds import an_assessment, answer, desk_of
from tests.worlds import World
from wardmote.assess.actions.change_plan_line import change_plan_line
from wardmote.assess.actions.sign_plan import sign_plan
from wardmote.assess.actions.start_plan import start_plan
from wardmote.assess.models import Assessment, LineState, Plan, PlanLine, Review, ReviewFinding
from wardmote.assess.policies_of_plans import LineGiven
from wardmote.assess.queries.desks import Desk
from wardmote.assess.queries.plan_lines import to_sign
from wardmote.engines.frameworks import Status
from wardmote.engines.plans import digest_of
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, Person


def gaps(world: World, council: Body) -> Desk:
    """Open an assessment with one critical system, and answer A1.a and A1.b badly, A2.b well and B2.a badly."""
    desk = desk_of(world, world.lead_of(council), an_assessment(world, council))
    for outcome, status in (("A1.a", Status.NOT_ACHIEVED), ("A1.b", Status.NOT_ACHIEVED), ("A2.b", Status.ACHIEVED)):
        answer(desk, outcome, status)
    answer(desk, "B2.a", Status.NOT_ACHIEVED, position=1)
    return desk


def a_plan(world: World, council: Body) -> tuple[Desk, Plan]:
    """Start the plan of such an assessment: three lines."""
    desk = gaps(world, council)
    return desk, start_plan(by=desk, at=desk.at).plan


def given(line: PlanLine, **changes: object) -> LineGiven:
    """Say the same of a line as it says, with these changes."""
    said: dict[str, object] = {
        "action": line.action,
        "status_expected": Status(line.status_expected),
        "cost_once": line.cost_once,
        "cost_yearly": line.cost_yearly,
        "effort_days": line.effort_days,
        "owner": line.owner,
        "due_on": line.due_on,
        "state": LineState(line.state),
    }
    return LineGiven(**{**said, **changes})  # type: ignore[arg-type]


def change(desk: Desk, line: PlanLine, *, at: datetime | None = None, **changes: object) -> PlanLine:
    """Change a line from its newest edition."""
    line.refresh_from_db()
    said = given(line, **changes)
    return change_plan_line(by=desk, line=line.pk, given=said, edition=line.edition, at=at or desk.at)


def cost_all(desk: Desk, plan: Plan, once: int = 1000, yearly: int = 100, due_on: date | None = None) -> None:
    """Give every line both costs, three days of effort, an owner and a date."""
    costs: dict[str, Any] = {"cost_once": once, "cost_yearly": yearly}
    for line in plan.lines.all():
        change(desk, line, effort_days=Decimal(3), owner="IT", due_on=due_on, **costs)


def a_leader(world: World, council: Body) -> Person:
    """Return the council's section 151 officer."""
    found = Person.objects.filter(memberships__body=council, memberships__role=Role.LEADER).first()
    return found or world.someone(council, Role.LEADER, "Sam Purse")


def digest_now(plan: Plan) -> str:
    """Return the digest that a page would show."""
    return digest_of(to_sign(plan.lines.all()))


def sign(world: World, council: Body, assessment: Assessment, plan: Plan, digest: str = "") -> Plan:
    """Sign the plan as it stands."""
    desk = desk_of(world, a_leader(world, council), assessment)
    return sign_plan(by=desk, digest=digest or digest_now(plan), is_confirmed=True, at=desk.at)


def a_finding(world: World, desk: Desk, outcome: str, status: Status, to_improve: str = "", **review: object) -> None:
    """Let an assurer have found this, in a finished review unless told otherwise."""
    assessment = desk.assessment
    found = Review.objects.filter(assessment=assessment, withdrawn_at__isnull=True).first()
    if found is None:
        facts: dict[str, object] = {"finished_at": world.at, **review}
        assurer = world.someone(desk.council, Role.ASSURER, "Ann Assurer")
        found = Review.objects.create(
            assessment=assessment,
            council=desk.council,
            assurer=assurer,
            kind="independent",
            asked_at=world.at,
            **facts,  # type: ignore[arg-type]
        )
    ReviewFinding.objects.create(
        review=found,
        assessment=assessment,
        part=desk.part(0 if outcome[0] in "AD" else 1),
        council=desk.council,
        outcome=outcome,
        status=status.value,
        reasons="Seen on the day.",
        to_improve=to_improve,
        recorded_at=world.at,
    )
