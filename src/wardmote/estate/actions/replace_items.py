"""A file or a program says anew what a council runs: what it no longer names is removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from wardmote.kernel import audit
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..editions import editions_of_lines, in_pieces
from ..item_rows import announce, check_room, check_systems, insert_items
from ..line_facts import SEEN_BATCH, LineFacts, fit_batch, fit_line
from ..models import Item, ItemSource


@dataclass(frozen=True)
class Replaced:
    """How many lines of the list are new, gone, changed and the same, and how many wait for a name."""

    added: int
    removed: int
    changed: int
    same: int
    unnamed: int


def replace_items(
    *, by: Viewer | None, council: Body, batch: str, source: ItemSource, lines: Sequence[LineFacts], at: datetime
) -> Replaced:
    """Keep a whole list under the name of its batch. Sent twice, it changes nothing the second time.

    A line that stays keeps the product that a person said it is.
    """
    if by is not None:
        policies.check_can_change(by, council, localdate(at))
    name = SEEN_BATCH if source == ItemSource.SEEN else fit_batch(batch)
    wanted = {line.place: line for line in map(fit_line, lines)}
    with transaction.atomic():
        Body.objects.select_for_update(no_key=True).get(pk=council.pk)
        check_systems(council, wanted.values())
        rows = Item.objects.filter(council=council, batch=name, removed_at__isnull=True)
        held = {(item.written, item.system_id): item for item in rows}
        new = [line for place, line in wanted.items() if place not in held]
        gone = [item for place, item in held.items() if place not in wanted]
        check_room(council, len(new) - len(gone))
        changed = _change([(held[place], line) for place, line in wanted.items() if place in held], at)
        made = insert_items(by, council, name, source, new, at)
        for some in in_pieces(item.pk for item in gone):
            Item.objects.filter(pk__in=some).update(removed_at=at)
        waiting = [*made, *(item for place, item in held.items() if place in wanted)]
        done = Replaced(
            added=len(made),
            removed=len(gone),
            changed=len(changed),
            same=len(wanted) - len(made) - len(changed),
            unnamed=sum(item.edition_id is None for item in waiting),
        )
        if made or gone or changed:
            audit.record(
                by=by.person.pk if by else None,
                body=council.pk,
                action="estate.items-replaced",
                subject="items",
                at=at,
                after={"added": done.added, "removed": done.removed, "changed": done.changed, "source": source.value},
            )
            came, went = [item.edition_id for item in (*made, *changed)], [item.edition_id for item in gone]
            announce(council, added=came, removed=went, at=at)
    return done


def _change(staying: Sequence[tuple[Item, LineFacts]], at: datetime) -> list[Item]:
    """Bring lines that stay up to the list, and name those of which something was learnt since; returns which."""
    unnamed = [(item, line) for item, line in staying if item.edition_id is None]
    learnt = editions_of_lines([line for _item, line in unnamed], is_new=False)
    changed = {item.pk: item for item, line in staying if _differs(item, line)}
    for (item, _line), edition in zip(unnamed, learnt, strict=True):
        if edition:
            item.edition_id = edition
            changed[item.pk] = item
    for item, line in staying:
        if item.pk in changed:
            item.note = line.note or item.note
            item.is_exposed = item.is_exposed if line.is_exposed is None else line.is_exposed
            item.changed_at = at
    Item.objects.bulk_update(changed.values(), ["edition", "note", "is_exposed", "changed_at"], batch_size=500)
    return list(changed.values())


def _differs(item: Item, line: LineFacts) -> bool:
    says_exposed = line.is_exposed is not None and line.is_exposed != item.is_exposed
    return says_exposed or bool(line.note and line.note != item.note)
