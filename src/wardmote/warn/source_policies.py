"""Who may see where advisories come from, and who changes it? Each refusal is the sentence that the person reads."""

from django.utils.translation import gettext as _

from wardmote.kernel.denial import Denied, missing
from wardmote.kernel.roles import Role
from wardmote.register.public import Viewer

KEEPERS = frozenset({Role.ADMINISTRATOR})
READERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_TEAM, Role.WARP_OPERATOR})


def check_can_read_sources(viewer: Viewer) -> None:
    """Refuse whoever neither keeps the installation nor filters warnings for others."""
    if not viewer.holds(READERS):
        raise missing()


def check_can_keep_sources(viewer: Viewer) -> None:
    """Refuse anyone but the real installation's administrators."""
    check_can_read_sources(viewer)
    if not can_keep_sources(viewer):
        raise Denied(_("Only system administrators change where advisories come from. Ask one of them."))


def can_keep_sources(viewer: Viewer) -> bool:
    """Say whether to offer the person what changes sources."""
    return viewer.holds(KEEPERS) and not viewer.person.is_demonstration
