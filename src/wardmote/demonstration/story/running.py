"""Which services does each council list, and on which systems do they stand?"""

import random
from dataclasses import replace
from datetime import datetime
from functools import partial

from wardmote.estate.catalogue import normally_given_by
from wardmote.estate.models import Hosting, SystemKind
from wardmote.estate.public import SystemFacts, add_services, add_system, services_of

from ..cast import Cast
from ..region import Council, Region, read_data
from .diary import Diary, office_hours
from .world import World

LISTED_DAYS_AGO = 350
FEWEST_SERVICES, MOST_SERVICES = 4, 8
FEWEST_SYSTEMS, MOST_SYSTEMS = 2, 4
MINUTES_BETWEEN = 12


def plan_running(world: World, diary: Diary, region: Region, cast: Cast, at: datetime, rng: random.Random) -> None:
    """Plan the list of every council that submits something, kept by its lead."""
    for council in region.councils:
        if council.code == region.main:
            _plan_main(world, diary, region, cast, at)
        elif council.windows:
            _plan_one(world, diary, council, cast, at, rng)


def _plan_main(world: World, diary: Diary, region: Region, cast: Cast, at: datetime) -> None:
    data = read_data("main_estate")
    lead = cast.keeper_of(region.main)
    diary.plan(
        office_hours(at, LISTED_DAYS_AGO, 15), partial(_list_services, world, region.main, lead, data["services"])
    )
    for number, row in enumerate(data["systems"], 1):
        facts = SystemFacts(**{key: value for key, value in row.items() if key != "services"})
        moment = office_hours(at, LISTED_DAYS_AGO, 15 + MINUTES_BETWEEN * number)
        diary.plan(moment, partial(_add, world, region.main, lead, facts, row["services"]))


def _plan_one(world: World, diary: Diary, council: Council, cast: Cast, at: datetime, rng: random.Random) -> None:
    offered = normally_given_by(council.kind)
    given = rng.sample(offered, rng.randint(FEWEST_SERVICES, MOST_SERVICES))
    lead, minutes = cast.keeper_of(council.code), rng.randint(0, 300)
    keys = [known.key for known in given]
    diary.plan(office_hours(at, LISTED_DAYS_AGO, minutes), partial(_list_services, world, council.code, lead, keys))
    standing = rng.sample(given, min(rng.randint(FEWEST_SYSTEMS, MOST_SYSTEMS), len(given)))
    for number, known in enumerate(standing, 1):
        facts = SystemFacts(name=rng.choice(known.systems), kind=SystemKind.MISSION, hosting=rng.choice(Hosting.values))
        moment = office_hours(at, LISTED_DAYS_AGO, minutes + MINUTES_BETWEEN * number)
        diary.plan(moment, partial(_add, world, council.code, lead, facts, [known.key]))


def _list_services(world: World, code: str, name: str, keys: list[str], at: datetime) -> None:
    add_services(by=world.viewer(name, at), council=world.bodies[code], keys=keys, at=at)


def _add(world: World, code: str, name: str, facts: SystemFacts, keys: list[str], at: datetime) -> None:
    council = world.bodies[code]
    services = tuple(services_of(council).filter(key__in=keys).values_list("pk", flat=True))
    add_system(by=world.viewer(name, at), council=council, facts=replace(facts, services=services), at=at)
