"""A council says which products it runs, line by line or by ticking them in the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from wardmote.kernel import audit
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..item_rows import announce, check_room, check_systems, insert_items
from ..line_facts import LineFacts, fit_line
from ..models import Item, ItemSource


@dataclass(frozen=True)
class AddedItems:
    """The lines that are new, and what of it stood there already as it was written."""

    added: tuple[Item, ...]
    already: tuple[str, ...]

    @property
    def unnamed(self) -> int:
        """Return of how many new lines nobody knows the product yet."""
        return sum(item.edition_id is None for item in self.added)


def add_items(
    *, by: Viewer, council: Body, lines: Sequence[LineFacts], source: ItemSource = ItemSource.TYPED, at: datetime
) -> AddedItems:
    """Add the lines that aren't there; the others stay as they are, however often a form is sent."""
    policies.check_can_change(by, council, localdate(at))
    wanted = {line.place: line for line in map(fit_line, lines)}
    with transaction.atomic():
        Body.objects.select_for_update(no_key=True).get(pk=council.pk)
        check_systems(council, wanted.values())
        rows = Item.objects.filter(council=council, batch="", removed_at__isnull=True)
        held = set(rows.values_list("written", "system_id"))
        new = [line for place, line in wanted.items() if place not in held]
        check_room(council, len(new))
        added = tuple(insert_items(by, council, "", source, new, at))
        if added:
            audit.record(
                by=by.person.pk,
                body=council.pk,
                action="estate.items-added",
                subject=f"item:{added[0].pk}" if len(added) == 1 else "items",
                at=at,
                after={"lines": len(added), "source": source.value},
            )
            announce(council, added=[item.edition_id for item in added], removed=(), at=at)
    return AddedItems(added, tuple(line.written for place, line in wanted.items() if place in held))
