"""A council doesn't give a service any more, or never did."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from wardmote.kernel import audit
from wardmote.register.public import Viewer

from .. import policies
from ..models import Service


def remove_service(*, by: Viewer, service: Service, at: datetime) -> bool:
    """Mark the service as removed; its row stays for whatever points at it. False where somebody was faster."""
    policies.check_can_change(by, service.council, localdate(at))
    with transaction.atomic():
        is_removed_now = bool(Service.objects.filter(pk=service.pk, removed_at__isnull=True).update(removed_at=at))
        if is_removed_now:
            audit.record(
                by=by.person.pk,
                body=service.council_id,
                action="estate.service-removed",
                subject=f"service:{service.pk}",
                at=at,
                before={"services": [service.key or service.pk]},
            )
    return is_removed_now
