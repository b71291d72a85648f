"""Who may say where a council's warnings go besides its people's letters? Its cyber lead; refusals are what is read."""

from datetime import date

from django.utils.translation import gettext as _

from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import Role
from wardmote.register.models import Body
from wardmote.register.public import Viewer, holds, is_alive

LEADS = frozenset({Role.LEAD})


def check_can_add(viewer: Viewer, council: Body, day: date) -> None:
    """Refuse whoever isn't the lead, and anything new for a council that isn't at work."""
    if not is_alive(council, day):
        raise Denied(_("This council isn't at work today. What is open can be shut, and nothing can be added."))
    check_can_shut(viewer, council, day)


def check_can_shut(viewer: Viewer, council: Body, day: date) -> None:
    """Refuse whoever isn't the lead; what is open can be shut for a council that is at work no more, too."""
    if not can_shut(viewer, council, day):
        raise Denied(_("Only your cyber lead can say where warnings go outside this service."))


def can_shut(viewer: Viewer, council: Body, day: date) -> bool:
    """Say whether to lead the person to the page."""
    return holds(viewer, council, LEADS, day)
