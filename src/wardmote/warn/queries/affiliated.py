"""Which councils joined a WARP or left it on one of the last days, as a table said beforehand?"""

from datetime import date, timedelta

from django.db.models import Q

from wardmote.register.models import Affiliation
from wardmote.register.models.bodies import LIKE_COUNCILS, Kind

# A week, so that days on which no worker ran are made good.
LOOKED_BACK = timedelta(days=7)


def lately_affiliated(day: date) -> list[int]:
    """Return their numbers."""
    lately = (day - LOOKED_BACK, day)
    moved = Q(valid_from__range=lately) | Q(valid_to__range=lately)
    found = Affiliation.objects.filter(moved, group__kind=Kind.WARP, member__kind__in=LIKE_COUNCILS)
    return sorted(set(found.values_list("member", flat=True)))
