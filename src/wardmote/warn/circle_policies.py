"""Who may open circles and collections, say who is in them, and add to what is shared? Each refusal is what is read."""

from datetime import date

from django.utils.translation import gettext as _

from wardmote.engines.advisories.facts import Label
from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import Role
from wardmote.register.models import Body
from wardmote.register.models.bodies import HAVE_DESKS, LIKE_COUNCILS
from wardmote.register.public import Viewer

from .labels import OPERATORS
from .models import Circle, Collection
from .queries.audiences import members_of_owner
from .queries.shared import can_add_to

OWNERS = HAVE_DESKS
MEMBERS = (*LIKE_COUNCILS, *HAVE_DESKS)


def check_can_operate(by: Viewer, owner: Body) -> None:
    """Refuse whoever doesn't operate the WARP or the programme that owns a circle or a collection."""
    if owner.kind not in OWNERS:
        raise Denied(_("Circles belong to a WARP or to the programme."))
    if not by.roles_in(owner.pk) & OPERATORS:
        raise Denied(_("Only those who run the WARP, or the programme, open circles and say who is in them."))


def check_can_join(circle: Circle, body: Body, day: date) -> None:
    """Refuse a body of the other world, what is no organisation that shares, and councils whom the owner doesn't warn.

    A circle's warnings reach its councils' people: no WARP writes to those of another.
    """
    if circle.closed_at is not None:
        raise Denied(_("This circle is closed."), "conflict")
    if body.is_demonstration != circle.owner.is_demonstration:
        raise Denied(_("Fictional organisations and real ones don't share a circle."))
    if body.kind not in MEMBERS:
        raise Denied(_("Councils, WARPs and the programme can be in a circle; this is none of them."))
    if body.kind in LIKE_COUNCILS and not members_of_owner(circle.owner, day).filter(pk=body.pk).exists():
        raise Denied(_("Only councils that are your members can be in your circles."))


def check_can_take_out(by: Viewer, circle: Circle, body: Body) -> None:
    """Refuse all but those who run the circle and the cyber lead of the member that leaves."""
    if by.roles_in(circle.owner_id) & OPERATORS:
        return
    if Role.LEAD not in by.roles_in(body.pk):
        raise Denied(_("Only your cyber lead, or those who run the circle, can take you out of it."))


def check_can_add(by: Viewer, collection: Collection, day: date) -> None:
    """Refuse whoever doesn't contribute to the collection's audience; operators add to what is theirs."""
    if by.roles_in(collection.owner_id) & OPERATORS:
        return
    if collection.label == Label.RED or not collection.can_be_written:
        raise Denied(_("Nothing can be added to this collection."))
    if not can_add_to(by.person, day, collection.pk):
        raise Denied(_("Only those who take part in this circle or WARP can add to its collections."))
