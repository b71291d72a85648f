"""What happens when stories or an inventory changed? Matches are made anew, notices settled, and people told."""

from datetime import datetime

from django_tasks import task

from wardmote.kernel.moments import now

from .actions.settle_notices import Settled, settle_notices
from .matching import match_editions
from .matching import match_stories as make_matches
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


def settle(stories: list[int], at: datetime) -> Settled:
    """Match and settle some stories at once, in the caller's process."""
    make_matches(stories)
    return settle_notices(stories=stories, at=at)


def _tell(settled: Settled) -> int:
    for council in sorted(settled.councils):
        tell_now.enqueue(council)
    return settled.raised
