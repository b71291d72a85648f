"""What stands behind the doors of inventories, warnings, sources and shared objects? For each council one of each;
and what each form sends.
"""

from datetime import datetime

from tests.unit.warn.warned import a_notice, a_source, a_story
from tests.worlds import World
from wardmote.estate.models import Edition, Item, ItemSource, Product
from wardmote.register.models import Body, Person
from wardmote.warn.models import AddStatus, Circle, CircleMember, Collection, StixObject, Way

STIX_ID = "note--7f1f4a3b-6a1e-4d0a-9b7e-0d3c8a9e2b10"
NOTE = (
    '{"type":"note","spec_version":"2.1","id":"' + STIX_ID + '","created":"2026-11-01T00:00:00.000Z",'
    '"modified":"2026-11-01T00:00:00.000Z","content":"Seen.","object_refs":["' + STIX_ID + '"]}'
)


def warnings_of(world: World, council: Body, warp: Body, sender: Person | None) -> dict[str, str]:
    """Make what the doors lead to; what is shared is shared in a circle of the WARP's that only the council is in."""
    at = world.at
    product, _ = Product.objects.get_or_create(key="openrevenues", defaults={"name": "OpenRevenues"})
    edition, _ = Edition.objects.get_or_create(product=product, version="")
    line = _line(council, "OpenRevenues", at, edition=edition)
    notice = a_notice(council, a_story(f"A story for {council.code}", at=at), at=at)
    source = a_source(at=at)
    source.way = Way.GIVEN
    source.save()
    collection = _collection(council, warp, at)
    sent = (
        AddStatus.objects.create(collection=collection, person=sender, requested_at=at, told="{}") if sender else None
    )
    return {
        "estate:item.pk": str(line.pk),
        "estate:remove_item.pk": str(line.pk),
        "estate:remove_list.pk": str(_line(council, "Old", at, batch="scanner", source=ItemSource.PUSHED).pk),
        "estate:name_item.pk": str(_line(council, "Something of ours", at).pk),
        "product_id": str(product.pk),
        "notice_id": str(notice.pk),
        "warning_id": str(notice.pk),
        "warn:notice.number": str(notice.pk),
        "sources:source.key": source.key,
        "sources:switch.key": source.key,
        "sources:read.key": source.key,
        "source_key": source.key,
        **{f"taxii:{name}.code": warp.code for name in _AT_ROOTS},
        **{f"taxii:{name}.number": str(collection.uuid) for name in _AT_ROOTS},
        "taxii:status.number": str(sent.uuid) if sent else "",
        "stix_id": STIX_ID,
    }


_AT_ROOTS = ("root", "collections", "collection", "objects", "object", "versions", "manifest", "status")


def _line(
    council: Body, written: str, at: datetime, *, edition: Edition | None = None, batch: str = "", source: str = "typed"
) -> Item:
    return Item.objects.create(
        council=council, written=written, edition=edition, batch=batch, source=source, added_at=at, changed_at=at
    )


def _collection(council: Body, warp: Body, at: datetime) -> Collection:
    circle = Circle.objects.create(owner=warp, name=f"Circle of {council.code}", opened_at=at)
    CircleMember.objects.create(circle=circle, body=council, since=at)
    made = Collection.objects.create(
        owner=warp, circle=circle, label="amber", title=circle.name, can_be_written=True, opened_at=at, last=1
    )
    StixObject.objects.create(
        collection=made,
        sequence=1,
        stix_id=STIX_ID,
        version="2026-11-01T00:00:00.000000Z",
        spec_version="2.1",
        type="note",
        is_first=True,
        is_last=True,
        body=NOTE,
    )
    return made


# What is in braces stands for one of the objects.
POSTED: dict[str, dict[str, str]] = {
    "estate:add_items": {"lines": "FortiOS 7.2.5", "system": ""},
    "estate:tick_items": {"products": "{product_id}"},
    "estate:name_item": {"product": "{product_id}", "version": "23.1"},
    "estate:item": {"version": "23.1", "system": "", "note": ""},
    "warn:notice": {"answer": "fixed", "edition": "1"},
    "warn:listing": {"answer": "fixed", "notices": "{notice_id}:1"},
    "warn:hear": {
        "pace": "daily",
        "hour": "8",
        "weekday": "1",
        "quiet_from": "0",
        "quiet_to": "0",
        "is_woken": "yes",
        "least_priority": "3",
    },
    "sources:add": {
        "title": "Our vendor",
        "way": "given",
        "address": "",
        "label": "clear",
        "every_h": "0",
        "silent_after_h": "0",
    },
    "sources:source": {"every_h": "12", "silent_after_h": "48"},
    "sources:switch": {"is_on": "yes"},
}
API_BODIES = {
    "answer_warning": '{"answer": "fixed", "edition": 1}',
    "replace_list": '{"lines": [{"name": "FortiOS", "version": "7.2.5"}]}',
}
