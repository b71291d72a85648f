"""Who may answer, submit and read? Each refusal is the sentence that the person reads."""

from datetime import date

from django.utils.translation import gettext as _

from wardmote.kernel.denial import Denied
from wardmote.kernel.moments import today
from wardmote.kernel.roles import WRITES_ANSWERS, Role
from wardmote.register.models import Body
from wardmote.register.models.bodies import Status
from wardmote.register.public import Viewer, bodies_of_own


def check_can_answer(viewer: Viewer, council: Body, day: date) -> None:
    """Refuse whoever only reads, and any answer for a council that isn't at work on this day."""
    match council.status_on(day):
        case Status.DISSOLVED:
            raise Denied(_("This council has been dissolved. Its answers can be read but not changed."))
        case Status.PLANNED:
            raise Denied(_("This council doesn't exist yet. It can answer once it works, at least in shadow form."))
    if not _holds(viewer, council, WRITES_ANSWERS):
        raise Denied(_("You can read the answers. Ask your cyber lead to make you a contributor if you should answer."))


def check_can_submit(viewer: Viewer, council: Body) -> None:
    """Refuse whoever isn't the council's lead."""
    if not _holds(viewer, council, frozenset({Role.LEAD})):
        raise Denied(_("Only the council's cyber lead submits the stocktake. Ask your lead to submit it."))


def can_answer(viewer: Viewer, council: Body) -> bool:
    """Say whether to offer the person the answer form."""
    return _holds(viewer, council, WRITES_ANSWERS)


def can_submit(viewer: Viewer, council: Body) -> bool:
    """Say whether to offer the person the submit button."""
    return _holds(viewer, council, frozenset({Role.LEAD}))


def _holds(viewer: Viewer, council: Body, roles: frozenset[Role]) -> bool:
    if viewer.roles_in(council.pk) & roles:
        return True
    if not viewer.holds(roles):
        return False
    # What a predecessor owned is carried on by its heir's people.
    return bodies_of_own(viewer.person, today(), roles).filter(pk=council.pk).exists()
