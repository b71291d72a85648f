"""When an assurer looks at an assessment, the council can see that they did."""

from wardmote.register.models.sharing import Audience
from wardmote.register.public import log_reading

from .queries.desks import Desk


def log_look(desk: Desk, what: str) -> None:
    """Write down that the desk's assurer read this; the council's own reading isn't logged."""
    if desk.is_assurer:
        log_reading(
            by=desk.viewer,
            council=desk.council,
            on_behalf_of=desk.assessment.council_id,
            audience=Audience.REVIEWERS,
            what=what,
            at=desk.at,
        )
