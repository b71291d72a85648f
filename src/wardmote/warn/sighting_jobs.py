"""When does a sighting that came before its vulnerability get joined to the story that was told of it since?"""

from django_tasks import task

from wardmote.kernel.moments import now
from wardmote.kernel.worker import HOURLY, Duty

from .sightings import join_early_sightings


@task()
def join_sightings() -> int:
    """Join those that wait to stories that name what they saw; returns how many were joined."""
    return join_early_sightings(now())


DUTIES = [Duty("join-sightings", HOURLY, join_sightings)]
