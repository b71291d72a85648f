"""A council joined a WARP or left it: it gets or loses that WARP's warnings, and leaves its circles with it."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from wardmote.register.events import affiliations_changed
from wardmote.warn.public import settle_affiliated


@receiver(affiliations_changed, dispatch_uid="affiliations_changed_settles_warnings")
def settle(sender: Any, members: list[int], at: datetime, **_kwargs: Any) -> None:
    """Leave the work to a job: a table may move hundreds of councils."""
    settle_affiliated.enqueue(sorted(members))
