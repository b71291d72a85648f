"""Who may read what was found about a council's domains, and act on it? Each refusal is what the person reads."""

from datetime import date

from django.utils.translation import gettext as _

from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import READS_ANSWERS, WRITES_ANSWERS, Role
from wardmote.register.models import Body
from wardmote.register.public import Viewer, holds, is_alive

# Findings are a list of weak spots: they are for those who read the council's answers.
READERS = READS_ANSWERS
LEADS = frozenset({Role.LEAD})


def check_can_act(viewer: Viewer, council: Body, day: date) -> None:
    """Refuse whoever only reads, and any act for a council that isn't at work."""
    _check_is_at_work(council, day)
    _check_writes(viewer, council, day)


def check_can_open_doors(viewer: Viewer, council: Body, day: date) -> None:
    """Refuse whoever isn't the lead: links, badges and webhooks show something to people outside."""
    _check_is_at_work(council, day)
    check_can_shut_doors(viewer, council, day)


def check_can_shut_doors(viewer: Viewer, council: Body, day: date) -> None:
    """Refuse whoever isn't the lead; what is open can be shut for a council that is at work no more, too."""
    _check_writes(viewer, council, day)
    if not holds(viewer, council, LEADS, day):
        raise Denied(_("Only your cyber lead can show something to people outside the council."))


def can_act(viewer: Viewer, council: Body, day: date) -> bool:
    """Say whether to offer the person what changes something."""
    return is_alive(council, day) and holds(viewer, council, WRITES_ANSWERS, day)


def can_open_doors(viewer: Viewer, council: Body, day: date) -> bool:
    """Say whether to offer the person links, badges and webhooks."""
    return is_alive(council, day) and holds(viewer, council, LEADS, day)


def can_shut_doors(viewer: Viewer, council: Body, day: date) -> bool:
    """Say whether to offer the person what shuts links and removes webhooks."""
    return holds(viewer, council, LEADS, day)


def _check_is_at_work(council: Body, day: date) -> None:
    if not is_alive(council, day):
        raise Denied(_("This council isn't at work today. What was found can be read, and nothing can be changed."))


def _check_writes(viewer: Viewer, council: Body, day: date) -> None:
    if not holds(viewer, council, WRITES_ANSWERS, day):
        raise Denied(_("You can read what was found. Ask your cyber lead to make you a contributor if you should act."))
