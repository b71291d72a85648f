"""Somebody looked at another body's data: the council can see that they did."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from wardmote.kernel.roles import INSIDE_COUNCIL, READS_NATIONAL_RESULTS, Role

from ..models import Body, Reading
from ..models.sharing import Audience
from ..queries.scope import RESULTS, bodies_of_own, shown_to_programme, shown_to_reviewer, shown_to_warp
from ..queries.viewers import Viewer


def log_reading(
    *, by: Viewer, council: Body | None, on_behalf_of: int, audience: Audience, what: str, at: datetime
) -> Reading:
    """Write one reading; without a council it covers every council that shares with the audience."""
    return Reading.objects.create(
        council=council,
        person=by.person,
        on_behalf_of_id=on_behalf_of,
        audience=audience,
        what=what,
        is_demonstration=by.person.is_demonstration,
        at=at,
    )


def log_reading_of(*, by: Viewer, read: QuerySet[Body], council: Body | None, what: str, at: datetime) -> None:
    """Log the reading of others' councils, once for each capacity in which this person sees them.

    `council` is the one that was read, or None for a list of several.
    """
    person, day = by.person, localdate(at)
    others = read.exclude(Exists(bodies_of_own(person, day, INSIDE_COUNCIL).filter(pk=OuterRef("pk"))))

    def log(audience: Audience, behalf: int, seen: QuerySet[Body], named: Body | None) -> None:
        if seen.exists():
            log_reading(by=by, council=named, on_behalf_of=behalf, audience=audience, what=what, at=at)

    for standing in by.held(READS_NATIONAL_RESULTS)[:1]:
        log(Audience.PROGRAMME, standing.body_id, others.filter(shown_to_programme(person, day, RESULTS)), council)
    for standing in by.held(frozenset({Role.WARP_OPERATOR})):
        seen = others.filter(shown_to_warp(person, day, RESULTS), group_affiliations__group=standing.body_id)
        log(Audience.WARP, standing.body_id, seen, council)
    for standing in by.held(frozenset({Role.ASSURER})):
        seen = others.filter(shown_to_reviewer(person, day, RESULTS), pk=standing.body_id)
        log(Audience.REVIEWERS, standing.body_id, seen, council or seen.first())
