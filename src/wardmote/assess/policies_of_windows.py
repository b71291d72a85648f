"""Who plans assessment windows? Each refusal is the sentence that the person reads."""

from django.utils.translation import gettext as _

from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import Role
from wardmote.register.public import Viewer

PLANS_WINDOWS = frozenset({Role.PROGRAMME_TEAM, Role.PROGRAMME_CONTENT})


def check_can_plan_windows(viewer: Viewer) -> None:
    """Refuse all but the programme's people."""
    if not viewer.holds(PLANS_WINDOWS):
        raise Denied(
            _("Only the programme's team plans assessment windows. Your council can assess itself at any time.")
        )
