"""Somebody looked at another body's data: the council can see that they did."""

from datetime import datetime

from ..models import Body, Reading
from ..models.sharing import Audience
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
