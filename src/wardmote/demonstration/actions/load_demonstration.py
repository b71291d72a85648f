"""The fictional region is loaded, with a year of history that ends at the moment of loading."""

import random
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.models import Body

from ..cast import read_cast
from ..region import read_region
from ..story.answering import plan_answering, plan_other_areas
from ..story.assessing import plan_assessing, plan_windows
from ..story.bodies import make_bodies
from ..story.diary import Diary
from ..story.improving import plan_improving
from ..story.joining import count_letters_as_posted, plan_joining
from ..story.last_year import plan_last_year
from ..story.reporting_mail import plan_reporting
from ..story.running import plan_running
from ..story.sharing import plan_sharing
from ..story.this_year import plan_this_year
from ..story.warning import plan_warning
from ..story.watching import plan_watching
from ..story.world import World, make_people

SEED = 1377


def load_demonstration(*, at: datetime) -> bool:
    """Tell the region's year up to `at`; False if it is there already. The caller sees as the system."""
    if not settings.HAS_DEMONSTRATION:
        raise Denied(_("The demonstration region exists only where people may try things out."))
    with transaction.atomic():
        if Body.objects.filter(is_demonstration=True).exists():
            return False
        # Streams of chance, so that one thread of the story can change without the others.
        _tell(at, *(random.Random(SEED + n) for n in range(5)))  # noqa: S311  # nosec B311
        count_letters_as_posted()
        audit.record(by=None, body=None, action="demonstration.loaded", subject="demonstration", at=at)
    return True


def _tell(
    at: datetime,
    rng: random.Random,
    of_areas: random.Random,
    of_others: random.Random,
    of_main: random.Random,
    of_mail: random.Random,
) -> None:
    region = read_region()
    cast = read_cast(region, rng)
    world = World(make_bodies(region, at.date()), make_people(cast, at))
    diary = Diary()
    plan_joining(world, diary, region, cast, at, rng)
    plan_answering(world, diary, region, cast, at, rng)
    plan_other_areas(world, diary, region, cast, at, of_areas)
    plan_sharing(world, diary, region, cast, at, rng)
    plan_running(world, diary, region, cast, at, of_others)
    plan_watching(world, diary, region, cast, at)
    plan_reporting(world, diary, at, of_mail)
    plan_warning(world, diary, region, cast, at)
    plan_windows(world, diary, cast, at)
    plan_assessing(world, diary, region, cast, at, of_others)
    last_year = plan_last_year(world, diary, region, cast, at, of_main)
    plan_improving(last_year)
    plan_this_year(last_year)
    diary.live_through()
