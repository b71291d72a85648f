"""A council takes back what it explained: the finding stands without a reason again."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from wardmote.kernel import audit
from wardmote.register.public import Viewer

from .. import policies
from ..models import Explanation


def withdraw_explanation(*, by: Viewer, explanation: Explanation, at: datetime) -> bool:
    """End the explanation now; False where it had ended."""
    policies.check_can_act(by, explanation.council, localdate(at))
    with transaction.atomic():
        held = Explanation.objects.filter(pk=explanation.pk, withdrawn_at__isnull=True)
        is_withdrawn_now = bool(held.update(withdrawn_at=at))
        if is_withdrawn_now:
            audit.record(
                by=by.person.pk,
                body=explanation.council_id,
                action="checks.explanation-withdrawn",
                subject=f"domain:{explanation.domain_id}",
                at=at,
                before={"check": explanation.check_id, "until": explanation.until.isoformat()},
            )
    return is_withdrawn_now
