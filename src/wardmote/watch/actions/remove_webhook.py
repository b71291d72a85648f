"""A lead takes an address away: it is told of nothing any more, calls that wait included."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from wardmote.kernel import audit
from wardmote.register.public import Viewer

from .. import policies
from ..models import CallState, Webhook, WebhookCall


def remove_webhook(*, by: Viewer, webhook: Webhook, at: datetime) -> bool:
    """Remove the address; False where somebody was faster."""
    policies.check_can_shut_doors(by, webhook.council, localdate(at))
    with transaction.atomic():
        present = Webhook.objects.filter(pk=webhook.pk, removed_at__isnull=True)
        is_removed_now = bool(present.update(removed_at=at, secret=""))  # nosec B106 - forgets a secret
        if is_removed_now:
            WebhookCall.objects.filter(webhook=webhook, state=CallState.WAITING).update(state=CallState.FAILED)
            audit.record(
                by=by.person.pk,
                body=webhook.council_id,
                action="webhook.removed",
                subject=f"webhook:{webhook.pk}",
                at=at,
            )
    return is_removed_now
