"""Who may say what else a council belongs to? Each refusal is what is read."""

from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import Role
from wardmote.register.models import Body
from wardmote.register.models.bodies import LIKE_COUNCILS
from wardmote.register.public import Viewer, bodies_of_own, is_alive, open_memberships

from .circle_policies import OWNERS
from .labels import OPERATORS
from .queries.audiences import members_of_owner

RECORDERS = frozenset({Role.LEAD, Role.CONTRIBUTOR})


def check_can_record(by: Viewer, body: Body, day: date) -> None:
    """Refuse all but the council's own lead and contributors, and those who run a desk that it is a member of."""
    if body.kind not in LIKE_COUNCILS or not is_alive(body, day):
        raise Denied(_("Only of a council at work can it be said what it belongs to."))
    if not can_record(by, body, day):
        raise Denied(_("Your cyber lead, a contributor, or those who run your WARP can record this."))


def can_record(by: Viewer, body: Body, day: date) -> bool:
    """Say whether to offer the person the form."""
    if bodies_of_own(by.person, day, RECORDERS).filter(pk=body.pk).exists():
        return True
    runs = open_memberships(by.person, day).filter(role__in=OPERATORS, body=OuterRef("pk"))
    desks = Body.objects.filter(Exists(runs), kind__in=OWNERS, is_demonstration=by.person.is_demonstration)
    return any(members_of_owner(desk, day).filter(pk=body.pk).exists() for desk in desks)
