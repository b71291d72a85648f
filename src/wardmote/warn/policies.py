"""Who may read a council's warnings, answer them, and choose how to hear of them? Each refusal is what is read."""

from datetime import date

from django.utils.translation import gettext as _

from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import READS_ANSWERS, WRITES_ANSWERS
from wardmote.register.models import Body
from wardmote.register.public import Viewer, holds, is_alive

# What a council runs and hasn't mended is for those who read its answers.
READERS = READS_ANSWERS
# Who hears of new warnings without having asked for it.
HEARERS = WRITES_ANSWERS


def check_can_answer(viewer: Viewer, council: Body, day: date) -> None:
    """Refuse whoever only reads, and any answer for a council that isn't at work."""
    if not is_alive(council, day):
        raise Denied(_("This council isn't at work today. Its warnings can be read, and nothing can be changed."))
    if not holds(viewer, council, WRITES_ANSWERS, day):
        raise Denied(_("You can read the warnings. Ask your cyber lead to make you a contributor if you should act."))


def can_answer(viewer: Viewer, council: Body, day: date) -> bool:
    """Say whether to offer the person the forms to answer."""
    return is_alive(council, day) and holds(viewer, council, WRITES_ANSWERS, day)


def check_can_choose(viewer: Viewer, council: Body, day: date) -> None:
    """Refuse whoever can't read the warnings: nobody hears of what they may not see."""
    if not holds(viewer, council, READERS, day):
        raise Denied(_("Only those who read this council's warnings can hear of them."))
