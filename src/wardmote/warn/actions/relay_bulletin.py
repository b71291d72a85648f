"""A warning that is out is handed on to another WARP, or to the programme."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import desk_policies
from ..models import Bulletin, BulletinState, Relay


def relay_bulletin(*, by: Viewer, bulletin: Bulletin, to: Body, note: str = "", at: datetime) -> Relay:
    """Put it in the other desk's queue, once."""
    desk_policies.check_can_relay(by, bulletin, to)
    with transaction.atomic():
        relay, is_new = Relay.objects.get_or_create(
            bulletin=bulletin,
            to_body=to,
            defaults={"from_body": bulletin.owner, "note": note.strip(), "by": by.person, "at": at},
        )
        if not is_new:
            raise Denied(_("You handed it on to them already."), "conflict")
        audit.record(
            by=by.person.pk,
            body=bulletin.owner_id,
            action="bulletin.relayed",
            subject=f"bulletin:{bulletin.pk}",
            at=at,
            after={"to": to.pk},
        )
    return relay


def tell_desks(changed: Bulletin, at: datetime) -> None:
    """Have desks that made their own of a corrected or withdrawn warning look again; one that did so is done."""
    copies = Bulletin.objects.filter(made_from=changed).exclude(state=BulletinState.WITHDRAWN)
    Relay.objects.filter(bulletin=changed, to_body__in=copies.values("owner")).update(settled_at=None)
    if changed.made_from_id:
        waiting = Relay.objects.filter(bulletin=changed.made_from_id, to_body=changed.owner_id)
        waiting.filter(settled_at__isnull=True).update(settled_at=at)
