"""Who may read and change what a council runs? Each refusal is the sentence that the person reads."""

from datetime import date

from django.utils.translation import gettext as _

from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import READS_ANSWERS, WRITES_ANSWERS, Role
from wardmote.register.models import Body
from wardmote.register.models.bodies import Status
from wardmote.register.public import Viewer, bodies_of_own

# Whom `own_body` lets in to read: the same people who read the council's answers.
READERS = READS_ANSWERS


def check_can_change(viewer: Viewer, council: Body, day: date) -> None:
    """Refuse whoever only reads, and any change for a council that isn't at work on this day."""
    match council.status_on(day):
        case Status.DISSOLVED:
            raise Denied(_("This council has been dissolved. What it ran can be read but not changed."))
        case Status.PLANNED:
            raise Denied(_("This council doesn't exist yet. List what it runs once it works, at least in shadow form."))
    if not _holds(viewer, council, WRITES_ANSWERS, day):
        raise Denied(
            _("You can read these lists. Ask your cyber lead to make you a contributor if you should change them.")
        )


def can_change(viewer: Viewer, council: Body, day: date) -> bool:
    """Say whether to offer the person the ways to add, change and remove."""
    is_at_work = council.status_on(day) in (Status.LIVE, Status.SHADOW)
    return is_at_work and _holds(viewer, council, WRITES_ANSWERS, day)


def _holds(viewer: Viewer, council: Body, roles: frozenset[Role], day: date) -> bool:
    if viewer.roles_in(council.pk) & roles:
        return True
    if not viewer.holds(roles):
        return False
    # What a predecessor owned is carried on by its heir's people.
    return bodies_of_own(viewer.person, day, roles).filter(pk=council.pk).exists()
