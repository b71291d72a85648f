"""When are people told of warnings? What can't wait at once; the rest at the hour that each person chose."""

from datetime import datetime

from django.utils.timezone import localdate
from django_tasks import task

from wardmote.kernel.moments import now
from wardmote.kernel.worker import HOURLY, Duty
from wardmote.register.models import Body
from wardmote.register.public import is_alive

from .actions.tell_channels import tell_channels
from .actions.tell_notices import tell_notices
from .queries.hearers import Hearer, councils_to_tell, hearers_of, turn_of, turns_of


@task()
def tell_hour() -> int:
    """Queue a job for each council of whose warnings something may be told; returns how many."""
    councils = councils_to_tell(localdate(now()))
    for council in councils:
        tell_now.enqueue(council)
    return len(councils)


@task()
def tell_now(council_id: int) -> int:
    """Tell one council's people and addresses what is due to each, and nothing twice; returns how many letters."""
    council, at = Body.objects.get(pk=council_id), now()
    letters = tell(council, at)
    tell_channels(council=council, at=at)
    return letters


def tell(council: Body, at: datetime) -> int:
    """Tell each person whose hour has struck, or who wants to be woken; returns how many letters were written."""
    if not is_alive(council, localdate(at)):
        return 0
    hearers = hearers_of(council, localdate(at))
    turns = turns_of(council, hearers)
    told_until = {key: turn.at for key, turn in turns.items()}
    due = [each for each in hearers if _is_due(each, told_until.get(turn_of(council, each.person)), at)]
    return sum(tell_notices(council=council, hearer=each, at=at) > 0 for each in due)


def _is_due(hearer: Hearer, told_until: datetime | None, at: datetime) -> bool:
    """Say whether it is worth looking: the action itself decides, with the person's turn in its hand."""
    hears = hearer.hears
    struck = hears.struck_at(at)
    is_whole = struck is not None and (told_until is None or told_until < struck) and not hears.is_quiet(at)
    return is_whole or hears.wakes


DUTIES = [Duty("tell-warnings", HOURLY, tell_hour)]
