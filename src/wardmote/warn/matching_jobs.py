"""What happens when stories or an inventory changed? Matches are made anew, notices settled, and people told."""

from datetime import datetime

from django.utils.timezone import localdate
from django_tasks import task

from wardmote.kernel.given_up import requeue_given_up
from wardmote.kernel.moments import now
from wardmote.kernel.worker import DAILY, HOURLY, Duty

from .actions.leave_with_warp import leave_with_warp
from .actions.settle_notices import Settled, settle_notices
from .matching import match_editions
from .matching import match_stories as make_matches
from .queries.affiliated import lately_affiliated
from .telling import tell_now


@task()
def match_stories(story_ids: list[int]) -> int:
    """Settle some stories; returns how many notices were raised."""
    make_matches(story_ids)
    return _tell(settle_notices(stories=story_ids, at=now()))


@task()
def match_inventory(council_id: int, edition_ids: list[int]) -> int:
    """Settle one council's inventory, of which some editions are new; returns how many notices were raised."""
    match_editions(edition_ids)
    return _tell(settle_notices(council=council_id, at=now()))


@task()
def settle_councils(council_ids: list[int]) -> int:
    """Settle what is asked of councils that came into a circle or left it; returns how many notices were raised."""
    return sum(_tell(settle_notices(council=council, at=now())) for council in council_ids)


@task()
def settle_affiliated(council_ids: list[int]) -> int:
    """Settle councils that joined a WARP or left it, with its circles; returns how many notices were raised."""
    at = now()
    councils = {*council_ids, *leave_with_warp(by=None, at=at)}
    return sum(_tell(settle_notices(council=council, at=at)) for council in sorted(councils))


@task()
def settle_lately_affiliated() -> int:
    """Do so for those whose day has come: a table may say beforehand who joins and who leaves."""
    return int(settle_affiliated.call(lately_affiliated(localdate(now()))))


@task()
def match_what_was_given_up() -> int:
    """Queue again the matching whose workers died too often: it is queued else only when something changes."""
    at = now()
    stories = requeue_given_up(match_stories, lambda some: [([story],) for story in some], at)
    return stories + requeue_given_up(match_inventory, _parts_of_inventory, at)


def _parts_of_inventory(council: int, editions: list[int]) -> list[tuple[int, list[int]]]:
    middle = len(editions) // 2
    halves = (editions[:middle], editions[middle:]) if middle else (editions,)
    return [(council, some) for some in halves]


def settle(stories: list[int], at: datetime) -> Settled:
    """Match and settle some stories at once, in the caller's process."""
    make_matches(stories)
    return settle_notices(stories=stories, at=at)


def _tell(settled: Settled) -> int:
    for council in sorted(settled.councils):
        tell_now.enqueue(council)
    return settled.raised


DUTIES = [
    Duty("settle-affiliated", DAILY, settle_lately_affiliated),
    Duty("match-given-up", HOURLY, match_what_was_given_up),
]
