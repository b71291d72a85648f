"""A council doesn't run something any more, or a whole list was wrong."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from wardmote.kernel import audit
from wardmote.kernel.denial import missing
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..item_rows import announce
from ..models import Item


def remove_items(*, by: Viewer, council: Body, item: Item | None = None, batch: str = "", at: datetime) -> int:
    """Remove one line, or all of a batch; returns how many went now. Their rows stay for whatever points at them."""
    policies.check_can_change(by, council, localdate(at))
    if item is None and not batch:
        raise missing("list")
    with transaction.atomic():
        Body.objects.select_for_update(no_key=True).get(pk=council.pk)
        wanted = {"pk": item.pk} if item else {"batch": batch}
        found = Item.objects.filter(council=council, removed_at__isnull=True, **wanted)
        editions = set(found.values_list("edition_id", flat=True))
        count = found.update(removed_at=at)
        if count:
            audit.record(
                by=by.person.pk,
                body=council.pk,
                action="estate.items-removed",
                subject=f"item:{item.pk}" if item else "items",
                at=at,
                before={"lines": count},
            )
            announce(council, added=(), removed=editions, at=at)
    return count
