"""A council closes what it showed to people outside."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from wardmote.kernel import audit
from wardmote.register.public import Viewer

from .. import policies
from ..models import OpenLink


def shut_link(*, by: Viewer, link: OpenLink, at: datetime) -> bool:
    """Make the link's secret useless from now on. False where somebody was faster."""
    policies.check_can_shut_doors(by, link.council, localdate(at))
    with transaction.atomic():
        is_shut_now = bool(OpenLink.objects.filter(pk=link.pk, shut_at__isnull=True).update(shut_at=at))
        if is_shut_now:
            audit.record(
                by=by.person.pk,
                body=link.council_id,
                action="link.shut",
                subject=f"link:{link.pk}",
                at=at,
                before={"kind": link.kind, "domain": link.domain_id},
            )
    return is_shut_now
