"""Who may do what in the register? Each refusal is the sentence that the person reads."""

import rules
from django.utils.translation import gettext as _

from wardmote.kernel.denial import Denied, missing
from wardmote.kernel.moments import today
from wardmote.kernel.roles import ABOUT, ADMITS_FIRST_LEAD, KEEPS_REGISTER, MANAGES_PEOPLE, Place, Role

from .models import Body, Membership
from .models.bodies import LIKE_COUNCILS, Kind
from .queries.scope import has_lead
from .queries.viewers import Viewer


@rules.predicate
def belongs(viewer: Viewer, body: Body) -> bool:
    """Say whether the person holds any role in the body."""
    return bool(viewer.roles_in(body.pk))


@rules.predicate
def belongs_inside(viewer: Viewer, body: Body) -> bool:
    """Say whether the person belongs to the body itself rather than reviewing it from outside."""
    return bool(viewer.roles_in(body.pk) - {Role.ASSURER})


@rules.predicate
def leads(viewer: Viewer, body: Body) -> bool:
    """Say whether the person is a cyber lead of the council."""
    return Role.LEAD in viewer.roles_in(body.pk)


@rules.predicate
def manages(viewer: Viewer, body: Body) -> bool:
    """Say whether the person decides who belongs to the body."""
    return bool(viewer.roles_in(body.pk) & MANAGES_PEOPLE)


@rules.predicate
def admits_first_lead(viewer: Viewer, body: Body) -> bool:
    """Say whether the person may let a first lead in: the council is in their world and has no lead now."""
    same_world = viewer.person.is_demonstration == body.is_demonstration
    return same_world and viewer.holds(ADMITS_FIRST_LEAD) and not has_lead(body, today())


@rules.predicate
def keeps_register(viewer: Viewer) -> bool:
    """Say whether the person keeps the real register."""
    return viewer.holds(KEEPS_REGISTER) and not viewer.person.is_demonstration


rules.add_rule("register.manage_members", manages | admits_first_lead)
rules.add_rule("register.choose_sharing", leads)
rules.add_rule("register.read_activity", leads)
rules.add_rule("register.keep_register", keeps_register)
rules.add_rule("register.belong", belongs)
rules.add_rule("register.belong_inside", belongs_inside)


def place_of(body: Body) -> Place:
    """Return which roles a body has: a council's, a WARP's, a programme's or the platform's."""
    match body.kind:
        case Kind.WARP:
            return Place.WARP
        case Kind.PROGRAMME:
            return Place.PROGRAMME
        case Kind.PLATFORM:
            return Place.PLATFORM
        case kind if kind in LIKE_COUNCILS:
            return Place.COUNCIL
    raise Denied(_("Nobody signs in for a body of this kind."))


def check_can_manage_members(viewer: Viewer, body: Body) -> None:
    """Refuse anyone who doesn't decide who belongs; an outsider isn't told that the page exists."""
    if rules.test_rule("register.manage_members", viewer, body):
        return
    if not belongs(viewer, body):
        raise missing()
    raise Denied(_("Only a cyber lead decides who belongs to the council. Ask your lead to do this."))


def check_can_choose_sharing(viewer: Viewer, body: Body) -> None:
    """Refuse anyone but the council's own lead."""
    _only_lead(viewer, body, _("Only your council's cyber lead chooses what is shared. Ask your lead to do this."))


def check_can_read_activity(viewer: Viewer, body: Body) -> None:
    """Refuse anyone but the council's own lead."""
    _only_lead(viewer, body, _("Only your council's cyber lead reads the activity log. Ask your lead to show you."))


def check_can_keep_register(viewer: Viewer) -> None:
    """Refuse anyone who doesn't keep the register."""
    if not rules.test_rule("register.keep_register", viewer):
        raise Denied(_("Only the programme's content team and system administrators change the register."))


def check_can_grant(viewer: Viewer, body: Body, role: Role) -> None:
    """Refuse a role that the body doesn't have, or that this person may not give."""
    check_can_manage_members(viewer, body)
    if ABOUT[role].held_in is not place_of(body):
        raise Denied(_("That role doesn't exist in this organisation. Choose one from the list."))
    if not manages(viewer, body) and role is not Role.LEAD:
        raise Denied(_("You can let in a council's first lead. The lead then lets in everybody else."))


def check_can_end(viewer: Viewer, membership: Membership) -> None:
    """Refuse ending somebody else's membership to all but those who manage the body's people."""
    if membership.person_id != viewer.person.pk:
        check_can_manage_members(viewer, membership.body)


def _only_lead(viewer: Viewer, body: Body, sentence: str) -> None:
    if leads(viewer, body):
        return
    if not belongs(viewer, body):
        raise missing()
    raise Denied(sentence)
