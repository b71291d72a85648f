"""When did the programme ask for assessments by the CAF, and what did the other councils answer and approve?"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from wardmote.assess.actions.approve_assessment import approve_assessment
from wardmote.assess.actions.change_scope import Considered, Scope, change_scope
from wardmote.assess.actions.close_assessment import close_assessment
from wardmote.assess.actions.plan_window import Dates, plan_window
from wardmote.assess.actions.reopen_assessment import reopen_assessment
from wardmote.engines.frameworks import OutcomeFramework, load_outline
from wardmote.estate.models import System

from ..cast import Cast
from ..region import Council, Region, read_data
from ..statuses import Reasons, said_about
from .bench import FRAMEWORK, VERSION, Bench
from .diary import Diary, office_hours
from .world import World

# The days before loading on which a council opens its assessment in the first window, and in the second.
OPENS = {1: (318, 336), 2: (52, 62)}
# So many days after the opening: the scope, the first answer and the last one, the approval, the end.
SCOPE, FIRST, LAST, APPROVAL, END = 2, 4, 20, 24, 34
AGAIN, AGAIN_APPROVED = 50, 36
SAID_AGAIN, BETTER = 6, 0.8
CLOSES = 0.6
MISSION = "We look after the people and places of our area; what they can't do without for a day is in this scope."
REASON = "Residents would notice within a day, and there is no other way to do the work."


@dataclass(frozen=True)
class Told:
    """What the acts of the other councils share."""

    world: World
    diary: Diary
    cast: Cast
    at: datetime
    rng: random.Random
    reasons: Reasons
    framework: OutcomeFramework


def plan_windows(world: World, diary: Diary, cast: Cast, at: datetime) -> None:
    """Plan the window that is over and the one that is open, by the programme's person."""
    name = cast.keeper_of("demo-programme")
    for row in read_data("windows")["windows"]:
        opens, closes = ((at - timedelta(days=row[which])).date() for which in ("opens", "closes"))
        title = f"{opens:%B %Y} to {closes:%B %Y}"
        dates = Dates(title, FRAMEWORK, VERSION, opens, closes)
        diary.plan(office_hours(at, row["planned"], 200), partial(_plan_window, world, name, dates))


def plan_assessing(world: World, diary: Diary, region: Region, cast: Cast, at: datetime, rng: random.Random) -> None:
    """Plan the assessments of all councils but the visitor's own."""
    told = Told(world, diary, cast, at, rng, Reasons(), load_outline(FRAMEWORK, VERSION))
    for council in region.councils:
        if council.assesses:
            first, *later = council.assesses
            bench = Bench(world, council.code)
            _plan_first(told, council, bench, first, is_last=not later)
            if later:
                _plan_again(told, council, bench)


def _plan_first(told: Told, council: Council, bench: Bench, window: int, *, is_last: bool) -> None:
    lead, start = told.cast.keeper_of(council.code), told.rng.randint(*OPENS[window])

    def day(after: int, minutes: int) -> datetime:
        return office_hours(told.at, start - after, minutes)

    title = f"CAF {VERSION}, {told.at - timedelta(days=start):%B %Y}"
    told.diary.plan(day(0, 30), partial(bench.open, lead, title))
    told.diary.plan(day(SCOPE, 60), partial(_choose_scope, bench, lead))
    _plan_answers(told, council, bench, start)
    told.diary.plan(day(APPROVAL, 100), partial(_approve, bench, lead))
    if is_last and told.rng.random() < CLOSES and start > END:
        told.diary.plan(day(END, 45), partial(_close, bench, lead))


def _plan_answers(told: Told, council: Council, bench: Bench, start: int) -> None:
    writers, rng = told.cast.writers_in(council.code), told.rng
    outcomes = told.framework.outcomes.values()
    moments = sorted(office_hours(told.at, start - rng.randint(FIRST, LAST), rng.randint(0, 420)) for _ in outcomes)
    for moment, outcome in zip(moments, outcomes, strict=True):
        said = said_about(outcome, council.begins, told.reasons, rng)
        is_of_system = told.framework.objective_of[outcome.id].is_per_system
        told.diary.plan(moment, partial(bench.say, rng.choice(writers), int(is_of_system), said))


def _plan_again(told: Told, council: Council, bench: Bench) -> None:
    """Plan that the approved assessment is opened again, some answers got better, and it is approved once more."""
    lead = told.cast.keeper_of(council.code)
    told.diary.plan(office_hours(told.at, AGAIN, 20), partial(_reopen, bench, lead))
    for number, outcome in enumerate(told.rng.sample(tuple(told.framework.outcomes.values()), SAID_AGAIN)):
        said = said_about(outcome, council.begins + BETTER, told.reasons, told.rng)
        is_of_system = told.framework.objective_of[outcome.id].is_per_system
        moment = office_hours(told.at, AGAIN - 2, 30 + 20 * number)
        told.diary.plan(moment, partial(bench.say, lead, int(is_of_system), said))
    told.diary.plan(office_hours(told.at, AGAIN_APPROVED, 60), partial(_approve, bench, lead))


def _plan_window(world: World, name: str, dates: Dates, at: datetime) -> None:
    plan_window(by=world.viewer(name, at), window=None, dates=dates, at=at)


def _choose_scope(bench: Bench, name: str, at: datetime) -> None:
    desk = bench.desk(name, at)
    system = System.objects.filter(council=desk.council).order_by("pk")[0]
    scope = Scope(
        mission=MISSION,
        services=tuple(system.services.values_list("pk", flat=True)),
        systems=(Considered(system.pk, is_chosen=True, reason=REASON),),
    )
    change_scope(by=desk, scope=scope, edition=desk.assessment.edition, at=at)


def _approve(bench: Bench, name: str, at: datetime) -> None:
    approve_assessment(by=bench.desk(name, at), at=at)


def _close(bench: Bench, name: str, at: datetime) -> None:
    close_assessment(by=bench.desk(name, at), at=at)


def _reopen(bench: Bench, name: str, at: datetime) -> None:
    reopen_assessment(by=bench.desk(name, at), at=at)
