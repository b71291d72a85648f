"""What did the councils choose to show to whom, and who has looked since?"""

import random
from datetime import datetime
from functools import partial

from wardmote.kernel.roles import Role
from wardmote.register.actions.choose_sharing import choose_sharing
from wardmote.register.models import Body
from wardmote.register.models.sharing import Audience, Level
from wardmote.register.public import log_reading

from ..cast import Cast
from ..region import Council, Region
from .diary import Diary, office_hours
from .world import World

MAP, RESULTS = "map of results", "stocktake result"
# Days before loading on which somebody from outside looked at the visitor's own council.
PROGRAMME_LOOKED, WARP_LOOKED, REVIEWER_LOOKED = (301, 148, 26, 4), (109, 33, 5), (268, 21)
MAIN_OPENS_TO_WARP = 121


def plan_sharing(world: World, diary: Diary, region: Region, cast: Cast, at: datetime, rng: random.Random) -> None:
    """Plan the choices, each by the council's lead, and the readings that they allow."""
    for council in region.councils:
        chosen = _chosen(council)
        at_first = _chosen_at_first(chosen, council.code == region.main)
        later = {audience: level for audience, level in chosen.items() if at_first.get(audience) != level}
        days_ago = MAIN_OPENS_TO_WARP if council.code == region.main else rng.randint(6, 200)
        _plan_choice(world, diary, council, cast, at_first, office_hours(at, rng.randint(272, 295), 130))
        _plan_choice(world, diary, council, cast, later, office_hours(at, days_ago, rng.randint(0, 400)))
    _plan_readings(world, diary, region, cast, at, rng)


def _chosen(council: Council) -> dict[Audience, Level]:
    return {Audience(audience): Level(level) for audience, level in council.shares.items()}


def _chosen_at_first(chosen: dict[Audience, Level], is_main: bool) -> dict[Audience, Level]:
    """Return the choices of the first months: only results to the WARP; the main council shows it nothing."""
    first = dict(chosen)
    if first.get(Audience.WARP) is Level.REASONS:
        first[Audience.WARP] = Level.RESULTS
    if is_main:
        del first[Audience.WARP]
    return first


def _plan_choice(
    world: World, diary: Diary, council: Council, cast: Cast, levels: dict[Audience, Level], moment: datetime
) -> None:
    if levels:
        act = partial(_choose, world, world.bodies[council.code], cast.keeper_of(council.code), levels)
        diary.plan(moment, act)


def _plan_readings(world: World, diary: Diary, region: Region, cast: Cast, at: datetime, rng: random.Random) -> None:
    main = world.bodies[region.main]
    team, operator = cast.keeper_of("demo-programme"), cast.keeper_of("demo-warp")
    reviewer = next(c.name for c in cast.reviewers if c.role is Role.ASSURER)
    looks: list[tuple[str, Audience, str, Body | None, str, tuple[int, ...]]] = [
        (team, Audience.PROGRAMME, "demo-programme", None, MAP, tuple(range(298, 3, -21))),
        (team, Audience.PROGRAMME, "demo-programme", main, RESULTS, PROGRAMME_LOOKED),
        (operator, Audience.WARP, "demo-warp", None, MAP, tuple(range(265, 3, -35))),
        (operator, Audience.WARP, "demo-warp", main, RESULTS, WARP_LOOKED),
        (reviewer, Audience.REVIEWERS, region.main, main, RESULTS, REVIEWER_LOOKED),
    ]
    for name, audience, behalf, council, what, days in looks:
        for days_ago in days:
            moment = office_hours(at, days_ago, rng.randint(0, 430))
            diary.plan(moment, partial(_look, world, name, audience, world.bodies[behalf], council, what))


def _choose(world: World, council: Body, name: str, levels: dict[Audience, Level], at: datetime) -> None:
    choose_sharing(by=world.viewer(name, at), council=council, levels=levels, at=at)


def _look(
    world: World, name: str, audience: Audience, behalf: Body, council: Body | None, what: str, at: datetime
) -> None:
    by = world.viewer(name, at)
    log_reading(by=by, council=council, on_behalf_of=behalf.pk, audience=audience, what=what, at=at)
