"""Who may do what with an improvement plan, and what may a line say? Each refusal is the sentence that people read."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.engines.frameworks import Outcome, Status
from wardmote.kernel.denial import Denied
from wardmote.kernel.moments import LATEST
from wardmote.kernel.roles import Role
from wardmote.register.public import is_alive

from .models import Assessment, LineState, PlanLine, State
from .policies_of_assessments import check_can_write
from .queries.desks import Desk

LONGEST_ACTION, LONGEST_OWNER = 2000, 120
HIGHEST_COST, MOST_DAYS = 100_000_000, Decimal(10_000)


@dataclass(frozen=True)
class LineGiven:
    """What a person writes on a line. A cost of None isn't known yet; nought is a cost."""

    action: str
    status_expected: Status
    cost_once: int | None = None
    cost_yearly: int | None = None
    effort_days: Decimal | None = None
    owner: str = ""
    due_on: date | None = None
    state: LineState = LineState.TO_DO


def check_can_plan(desk: Desk) -> None:
    """Refuse whoever only reads, assurers, and the plan of an assessment that was given up."""
    check_can_write(desk)
    check_not_withdrawn(desk.assessment)


def can_plan(desk: Desk) -> bool:
    """Say whether to offer the forms of the plan."""
    return desk.can_write and desk.assessment.state != State.WITHDRAWN


def check_not_withdrawn(assessment: Assessment) -> None:
    """Refuse a change once the assessment was given up."""
    if assessment.state == State.WITHDRAWN:
        raise Denied(_("This assessment was given up. Its plan can be read but not changed."), "conflict")


def check_can_sign(desk: Desk) -> None:
    """Refuse all but the council's leaders, among whom the section 151 officer is."""
    if not can_sign(desk):
        raise Denied(_("Only a leader of the council signs the plan's costs. Ask your section 151 officer."))
    check_not_withdrawn(desk.assessment)


def can_sign(desk: Desk) -> bool:
    """Say whether the person is a leader of a council at work."""
    return not desk.is_assurer and Role.LEADER in desk.roles and is_alive(desk.council, localdate(desk.at))


def can_be_removed(line: PlanLine) -> bool:
    """Say whether nobody has costed or started the line, so that it may go without a trace."""
    return line.cost_once is None and line.cost_yearly is None and line.state == LineState.TO_DO


def check_can_be_removed(line: PlanLine) -> None:
    """Refuse to remove what somebody has costed or started."""
    if not can_be_removed(line):
        raise Denied(_("This line has a cost or is under way. Set it to “dropped” instead of removing it."), "conflict")


def check_line_fits(asked: Outcome, given: LineGiven, now: Status, due_before: date | None, day: date) -> None:
    """Refuse a line that says nothing, promises too little, or is out of bounds."""
    _check_words(given)
    _check_level(asked, given.status_expected, now)
    for cost in (given.cost_once, given.cost_yearly):
        if cost is not None and not 0 <= cost <= HIGHEST_COST:
            raise Denied(_("A cost must be whole pounds, from 0 to 100 million."))
    if given.effort_days is not None and not 0 <= given.effort_days < MOST_DAYS:
        raise Denied(_("The effort must be between 0 and 9,999.9 days."))
    if given.due_on and given.due_on != due_before and not day <= given.due_on <= LATEST:
        raise Denied(_("The due date must be today or later. Choose a day that is still to come."))


def _check_words(given: LineGiven) -> None:
    if not given.action.strip():
        raise Denied(_("Say what will be done."))
    if len(given.action.strip()) > LONGEST_ACTION:
        raise Denied(_("The action must be 2,000 characters or fewer."))
    if len(given.owner.strip()) > LONGEST_OWNER:
        raise Denied(_("The owner must be 120 characters or fewer."))


def _check_level(asked: Outcome, expected: Status, now: Status) -> None:
    if expected not in asked.levels:
        raise Denied(_("This outcome doesn't have that level. Choose one from the list."))
    if expected.step < now.step:
        raise Denied(_("The level after the work can't be below the level now."))
