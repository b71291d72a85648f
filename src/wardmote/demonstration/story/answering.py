"""What did the councils answer and submit in the two windows, and what lies open on the visitor's desk?"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from wardmote.assess.models import Stocktake
from wardmote.assess.public import FIRST_AREA, KEY, answer_question, first_area, stocktake, submit_stocktake
from wardmote.kernel import audit
from wardmote.register.models import Body

from ..cast import Cast
from ..region import Council, Region, read_data
from ..replies import Pool, Reply, first_replies, later_replies
from .diary import Diary, office_hours
from .world import World

# About eleven and about five months ago: the days before loading on which a council may begin.
WINDOWS = {1: (331, 342), 2: (150, 164)}
AFRESH_DAYS_AGO = 20


def plan_answering(world: World, diary: Diary, region: Region, cast: Cast, at: datetime, rng: random.Random) -> None:
    """Plan every council's answers and submissions."""
    pool = Pool()
    for council in region.councils:
        if council.code != region.main:
            _plan_council(world, diary, council, cast, at, pool, rng)
    _plan_main(world, diary, region, cast, at)


def _plan_council(
    world: World, diary: Diary, council: Council, cast: Cast, at: datetime, pool: Pool, rng: random.Random
) -> None:
    writers = cast.writers_in(council.code)
    replies: list[Reply] = []
    for window in council.windows:
        edition = 1 if replies else 0
        given = later_replies(replies, pool, rng) if replies else first_replies(first_area(), council.begins, pool, rng)
        replies = replies or given
        moments = _moments(at, rng.randint(*WINDOWS[window]), len(given), rng)
        body = world.bodies[council.code]
        for moment, reply in zip(moments, given, strict=True):
            diary.plan(moment, partial(_answer, world, body, rng.choice(writers), reply, edition))
        diary.plan(moments[-1] + timedelta(minutes=75), partial(_submit, world, body, writers[0]))


def _plan_main(world: World, diary: Diary, region: Region, cast: Cast, at: datetime) -> None:
    data = read_data("main_council")
    council, lead = world.bodies[region.main], cast.keeper_of(region.main)
    for number, row in enumerate(data["first"]):
        moment = office_hours(at, 340 - number // 2, 60 + 35 * number)
        diary.plan(moment, partial(_answer, world, council, row["by"], _written(row), 0))
    diary.plan(office_hours(at, 332, 200), partial(_submit, world, council, lead))
    diary.plan(office_hours(at, AFRESH_DAYS_AGO, 20), partial(_start_afresh, world, council, lead))
    for number, row in enumerate(data["open"]):
        moment = office_hours(at, row["days_ago"], 40 + 45 * number)
        diary.plan(moment, partial(_answer, world, council, row["by"], _written(row), 0))


def _written(row: dict[str, Any]) -> Reply:
    return Reply(row["question"], row["level"], row["note"])


def _moments(at: datetime, begins: int, count: int, rng: random.Random) -> Sequence[datetime]:
    """Return one moment for each answer, in order, over about ten days."""
    return sorted(office_hours(at, begins - rng.randint(0, 9), rng.randint(0, 400)) for _ in range(count))


def _answer(world: World, council: Body, name: str, reply: Reply, edition: int, at: datetime) -> None:
    answer_question(
        by=world.viewer(name, at),
        council=council,
        question=reply.question,
        level=reply.level,
        note=reply.note,
        edition=edition,
        at=at,
    )


def _submit(world: World, council: Body, name: str, at: datetime) -> None:
    submit_stocktake(by=world.viewer(name, at), council=council, at=at)


def _start_afresh(world: World, council: Body, name: str, at: datetime) -> None:
    """Open the visitor's stocktake empty: a usual start carries all ten answers on, and none is left."""
    person = world.people[name]
    opened = Stocktake.objects.create(
        council=council,
        framework=KEY,
        version=stocktake().version,
        area=FIRST_AREA,
        opened_by=person,
        opened_at=at,
    )
    audit.record(by=person.pk, body=council.pk, action="stocktake.opened", subject=f"stocktake:{opened.pk}", at=at)
