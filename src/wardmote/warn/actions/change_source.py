"""An administrator switches a source on or off, or says how often it is read and when its silence is strange."""

from datetime import datetime

from django.db import transaction

from wardmote.kernel import audit
from wardmote.register.public import Viewer

from .. import source_policies
from ..models import Source
from ..source_health import judge_source

_KEPT = ("is_on", "every_h", "silent_after_h")


def change_source(
    *,
    by: Viewer,
    source: Source,
    is_on: bool | None = None,
    every_h: int | None = None,
    silent_after_h: int | None = None,
    at: datetime,
) -> bool:
    """Write what is given; says whether anything changed."""
    source_policies.check_can_keep_sources(by)
    with transaction.atomic():
        held = Source.objects.select_for_update(no_key=True).get(pk=source.pk)
        wanted = {"is_on": is_on, "every_h": every_h, "silent_after_h": silent_after_h}
        before = {name: getattr(held, name) for name in _KEPT}
        after = {name: value for name, value in wanted.items() if value is not None and value != before[name]}
        if not after:
            return False
        Source.objects.filter(pk=held.pk).update(**after)
        audit.record(
            by=by.person.pk,
            body=None,
            action="warning.source-changed",
            subject=f"source:{held.key}",
            at=at,
            before={name: before[name] for name in after},
            after=after,
        )
        judge_source(held.pk, at)
    return True
