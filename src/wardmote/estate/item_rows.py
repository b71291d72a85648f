"""How are an inventory's lines written inside an act, what do they have to fit, and who is told of them?"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel.denial import Denied
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .editions import editions_of_lines
from .events import inventory_changed
from .line_facts import MOST_ITEMS, LineFacts
from .models import Item, ItemSource
from .queries.estate import systems_of
from .queries.inventory import inventory_counts


def insert_items(
    by: Viewer | None, council: Body, batch: str, source: ItemSource, lines: Sequence[LineFacts], at: datetime
) -> list[Item]:
    """Write lines, inside the caller's act."""
    editions = editions_of_lines(lines)
    return Item.objects.bulk_create(
        (
            Item(
                council=council,
                system_id=line.system,
                edition_id=edition,
                written=line.written,
                source=source,
                batch=batch,
                is_exposed=bool(line.is_exposed),
                note=line.note,
                added_by=by.person if by else None,
                added_at=at,
                changed_at=at,
            )
            for line, edition in zip(lines, editions, strict=True)
        ),
        batch_size=1_000,
    )


def announce(council: Body, *, added: Iterable[int | None], removed: Iterable[int | None], at: datetime) -> None:
    """Tell other rooms, once the act is done, of editions that came and went."""
    came, went = (frozenset(pk for pk in numbers if pk) for numbers in (added, removed))
    if came or went:
        send = partial(inventory_changed.send, sender=Item, council=council, added=came, removed=went, at=at)
        transaction.on_commit(send)


def check_systems(council: Body, lines: Iterable[LineFacts]) -> None:
    """Refuse systems that aren't on the council's list, or not any more."""
    named = {line.system for line in lines if line.system}
    if named - set(systems_of(council).values_list("pk", flat=True)):
        raise Denied(_("One of the systems isn't on your list any more. Choose again."), "conflict")


def check_room(council: Body, more: int) -> None:
    """Refuse more lines than an inventory takes."""
    total = inventory_counts(council).lines + more
    if more > 0 and total > MOST_ITEMS:
        sentence = _("An inventory takes 20,000 lines, and this would make %(n)s. Leave some out, or remove a list.")
        raise Denied(sentence % {"n": f"{total:,}"}, "conflict")
