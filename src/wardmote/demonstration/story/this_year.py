"""How far is the visitor's own council with the assessment of this year?"""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from wardmote.assess.actions.assign_outcomes import assign_outcomes
from wardmote.assess.actions.comment_on_outcome import comment_on_outcome
from wardmote.engines.frameworks import load_outline

from ..statuses import Said, fitting
from .bench import FRAMEWORK, VERSION, Bench
from .diary import office_hours
from .last_year import Desks, ask_peer, send, sign

# Days before loading.
OPENS, ASKS, SENDS, SIGNS, ASSIGNS = 34, 32, 29, 26, 23
REVIEW_IN = 120
SURE = 3


def plan_this_year(last: Desks) -> None:
    """Plan what has been done so far; everything else is still as last year, to be checked."""
    desks = replace(last, bench=Bench(last.bench.world, last.bench.code))
    title = f"CAF {VERSION}, {last.at - timedelta(days=OPENS):%B %Y}"
    last.diary.plan(office_hours(last.at, OPENS, 30), partial(desks.bench.open, desks.lead, title))
    desks.plan(ASKS, 60, partial(ask_peer, desks, frozenset(), REVIEW_IN))
    desks.plan(SENDS, 45, partial(send, desks))
    desks.plan(SIGNS, 130, partial(sign, desks))
    for number, row in enumerate(desks.data["assigned"]):
        desks.plan(ASSIGNS, 40 + 12 * number, partial(_assign, desks, row))
    for number, row in enumerate(desks.data["confirmed"]):
        outcome = load_outline(FRAMEWORK, VERSION).outcomes[row["outcome"]]
        said = Said(outcome.id, fitting(outcome, row["level"]), SURE, row["reasons"])
        act = partial(desks.bench.say, row["by"], desks.places[row["place"]], said)
        last.diary.plan(office_hours(last.at, row["days_ago"], 30 + 25 * number), act)
    for number, row in enumerate(desks.data["comments"]):
        desks.plan(row["days_ago"], 300 + 15 * number, partial(_comment, desks, row))


def _assign(desks: Desks, row: dict[str, Any], at: datetime) -> None:
    desk = desks.bench.desk(desks.lead, at)
    assign_outcomes(
        by=desk,
        part=desk.part(desks.places[row["place"]]),
        outcomes=tuple(row["outcomes"]),
        person=desks.bench.world.people[row["person"]],
        due_on=(desks.at + timedelta(days=row["due_in"])).date(),
        at=at,
    )


def _comment(desks: Desks, row: dict[str, Any], at: datetime) -> None:
    desk = desks.bench.desk(row["by"], at)
    part = desk.part(desks.places[row["place"]])
    comment_on_outcome(by=desk, part=part, outcome=row["outcome"], text=row["text"], at=at)
