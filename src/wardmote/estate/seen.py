"""Which products were seen from outside? Another room looks; the inventory keeps what it saw, as a list of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wardmote.kernel import audit
from wardmote.register.models import Body

from .actions.replace_items import Replaced, replace_items
from .line_facts import SEEN_BATCH, LineFacts, written_of
from .models import Item, ItemSource


@dataclass(frozen=True, slots=True)
class Seen:
    """A product that answers to the internet, and where (`where`: www.example.gov.uk)."""

    name: str
    where: str
    vendor: str = ""
    version: str = ""
    cpe: str = ""


def add_seen(*, council: Body, seen: Sequence[Seen], at: datetime) -> Replaced:
    """Keep all that was seen of a council; what isn't seen any more is removed.

    Lines of other lists that name the same product in the same version are marked as exposed when it is first seen.
    Whoever takes that mark away later is heard: it doesn't come back with the next look.
    """
    lines: dict[str, list[Seen]] = {}
    for one in seen:
        lines.setdefault(written_of(one.vendor, one.name, one.version), []).append(one)
    facts = [_facts(written, ones) for written, ones in lines.items()]
    with transaction.atomic():
        before = _editions_seen(council)
        done = replace_items(by=None, council=council, batch=SEEN_BATCH, source=ItemSource.SEEN, lines=facts, at=at)
        _mark_exposed(council, _editions_seen(council) - before, at)
    return done


def _facts(written: str, ones: Sequence[Seen]) -> LineFacts:
    return LineFacts(
        written,
        vendor=ones[0].vendor,
        name=ones[0].name,
        version=ones[0].version,
        cpe=ones[0].cpe,
        note=", ".join(dict.fromkeys(one.where for one in ones))[:300],
        is_exposed=True,
    )


def _editions_seen(council: Body) -> set[int]:
    held = Item.objects.filter(
        council=council, batch=SEEN_BATCH, removed_at__isnull=True, edition__isnull=False
    ).exclude(edition__version="")
    return {pk for pk in held.values_list("edition_id", flat=True) if pk}


def _mark_exposed(council: Body, editions: set[int], at: datetime) -> None:
    """Mark what else the council wrote of these editions; the rooms that follow are told of the editions anyway."""
    if not editions:
        return
    others = Item.objects.filter(council=council, edition__in=editions, removed_at__isnull=True, is_exposed=False)
    marked = list(others.exclude(batch=SEEN_BATCH).values_list("pk", flat=True))
    if marked:
        Item.objects.filter(pk__in=marked).update(is_exposed=True, changed_at=at)
        after = {"items": marked, "exposed": True}
        audit.record(by=None, body=council.pk, action="estate.item-changed", subject="items", at=at, after=after)
