"""A council doesn't use a system any more, or never did."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from wardmote.kernel import audit
from wardmote.register.public import Viewer

from .. import policies
from ..models import System


def remove_system(*, by: Viewer, system: System, at: datetime) -> bool:
    """Mark the system as removed; its row stays for whatever points at it. False where somebody was faster."""
    policies.check_can_change(by, system.council, localdate(at))
    with transaction.atomic():
        is_removed_now = bool(System.objects.filter(pk=system.pk, removed_at__isnull=True).update(removed_at=at))
        if is_removed_now:
            audit.record(
                by=by.person.pk,
                body=system.council_id,
                action="estate.system-removed",
                subject=f"system:{system.pk}",
                at=at,
                before={"kind": system.kind, "hosting": system.hosting},
            )
    return is_removed_now
