"""A council says more of a line: its version, where it runs, and whether the internet reaches it."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..editions import Place, editions_for
from ..item_rows import announce, check_systems
from ..line_facts import Kept, LineFacts, edition_of_line, fit_kept
from ..models import Edition, Item
from ..queries.inventory import find_item, kept_of


class ItemChangedMeanwhile(Denied):
    """A colleague saved first; nothing was overwritten, and `theirs` can be compared."""

    def __init__(self, theirs: Kept) -> None:
        super().__init__(
            _("Somebody changed this line while you had it open. Compare both, then save again."), "conflict"
        )
        self.theirs = theirs


def change_item(*, by: Viewer, item: Item, kept: Kept, edition: str = "", at: datetime) -> Item:
    """Save what differs. `edition` is of what the person's page was made from; without one, the last to save wins."""
    policies.check_can_change(by, item.council, localdate(at))
    wanted = fit_kept(kept)
    with transaction.atomic():
        council = Body.objects.select_for_update(no_key=True).get(pk=item.council_id)
        current = find_item(council, item.pk)
        held = kept_of(current)
        if edition and wanted != held and edition != edition_of_line(held):
            raise ItemChangedMeanwhile(held)
        if wanted == held:
            return current
        before = current.edition_id
        _save(council, current, held, wanted, at)
        fields = ("version", "system", "is_exposed", "note")
        audit.record(
            by=by.person.pk,
            body=council.pk,
            action="estate.item-changed",
            subject=f"item:{current.pk}",
            at=at,
            before={"is_exposed": held.is_exposed, "system": held.system},
            after={
                "is_exposed": wanted.is_exposed,
                "system": wanted.system,
                "changed": [field for field in fields if getattr(held, field) != getattr(wanted, field)],
            },
        )
        announce(council, added=[current.edition_id], removed=[before], at=at)
    return current


def _save(council: Body, item: Item, held: Kept, wanted: Kept, at: datetime) -> None:
    if wanted.version != held.version and item.edition is None:
        raise Denied(_("Say first which product it is; then say its version."), "conflict")
    check_systems(council, [LineFacts(item.written, system=wanted.system)])
    same = Item.objects.filter(
        council=council, written=item.written, system=wanted.system, batch=item.batch, removed_at__isnull=True
    )
    if same.exclude(pk=item.pk).exists():
        raise Denied(_("The same line stands on this system already. Remove this one."), "conflict")
    if item.edition and wanted.version != held.version:
        item.edition_id = _edition_in(item.edition, wanted.version)
    item.system_id, item.is_exposed, item.note, item.changed_at = wanted.system, wanted.is_exposed, wanted.note, at
    item.save(update_fields=["edition", "system", "is_exposed", "note", "changed_at"])


def _edition_in(edition: Edition, version: str) -> int:
    place = Place(edition.product_id, version, edition.family, edition.target)
    return editions_for([place])[place.spot]
