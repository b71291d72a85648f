"""What did the councils answer and submit in the two windows, and what lies open on the visitor's desk?"""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from wardmote.assess.models import Stocktake
from wardmote.assess.public import KEY, answer_question, find_area, first_area, stocktake, submit_stocktake
from wardmote.engines.frameworks import Area
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
# How much worse or better a council begins in another area than in the first, in levels.
BETWEEN_AREAS = (-0.5, 0.7)


def plan_answering(world: World, diary: Diary, region: Region, cast: Cast, at: datetime, rng: random.Random) -> None:
    """Plan every council's answers and submissions in the first area."""
    pool = Pool()
    for council in region.councils:
        if council.code != region.main:
            _plan_area(world, diary, council, first_area(), cast, at, pool, rng)
    _plan_main(world, diary, region, cast, at)


def plan_other_areas(world: World, diary: Diary, region: Region, cast: Cast, at: datetime, rng: random.Random) -> None:
    """Plan the answers and submissions in the areas that each council answers besides the first."""
    pool = Pool()
    for council in region.councils:
        for area in map(find_area, council.other_areas):
            about = replace(council, begins=council.begins + rng.uniform(*BETWEEN_AREAS))
            _plan_area(world, diary, about, area, cast, at, pool, rng)


def _plan_area(
    world: World, diary: Diary, council: Council, area: Area, cast: Cast, at: datetime, pool: Pool, rng: random.Random
) -> None:
    writers = cast.writers_in(council.code)
    replies: list[Reply] = []
    for window in council.windows:
        edition = 1 if replies else 0
        given = later_replies(replies, pool, rng) if replies else first_replies(area, council.begins, pool, rng)
        replies = replies or given
        moments = _moments(at, rng.randint(*WINDOWS[window]), len(given), rng)
        body = world.bodies[council.code]
        for moment, reply in zip(moments, given, strict=True):
            diary.plan(moment, partial(_answer, world, body, rng.choice(writers), reply, edition))
        diary.plan(moments[-1] + timedelta(minutes=75), partial(_submit, world, body, writers[0], area))


def _plan_main(world: World, diary: Diary, region: Region, cast: Cast, at: datetime) -> None:
    data = read_data("main_council")
    council, lead = world.bodies[region.main], cast.keeper_of(region.main)
    for number, row in enumerate(data["first"]):
        moment = office_hours(at, 340 - number // 2, 60 + 35 * number)
        diary.plan(moment, partial(_answer, world, council, row["by"], _written(row), 0))
    diary.plan(office_hours(at, 332, 200), partial(_submit, world, council, lead, first_area()))
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


def _submit(world: World, council: Body, name: str, area: Area, at: datetime) -> None:
    submit_stocktake(by=world.viewer(name, at), council=council, area=area.id, at=at)


def _start_afresh(world: World, council: Body, name: str, at: datetime) -> None:
    """Open the first area of the visitor's stocktake empty: a usual start carries all its answers on."""
    person, area = world.people[name], first_area().id
    opened = Stocktake.objects.create(
        council=council,
        framework=KEY,
        version=stocktake().version,
        area=area,
        opened_by=person,
        opened_at=at,
    )
    subject = f"stocktake:{opened.pk}"
    audit.record(by=person.pk, body=council.pk, action="stocktake.opened", subject=subject, at=at, after={"area": area})
