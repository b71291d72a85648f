"""A council says why it leaves something as it is, and until when: comply or explain."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.estate.models import Domain
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.public import Viewer

from .. import policies
from ..models import TROUBLE, Explanation, Finding

LONGEST = timedelta(days=366)
LONGEST_REASON = 2000


def explain_finding(
    *, by: Viewer, domain: Domain, check_id: str, reason: str, until: date, at: datetime
) -> Explanation:
    """Keep the reason until a day within a year; an earlier explanation of the same finding ends with it."""
    policies.check_can_act(by, domain.council, localdate(at))
    reason = _read_reason(reason)
    _check_day(until, localdate(at))
    with transaction.atomic():
        _check_is_trouble(domain, check_id)
        Explanation.objects.filter(domain=domain, check_id=check_id, withdrawn_at__isnull=True).update(withdrawn_at=at)
        explanation = Explanation.objects.create(
            council=domain.council,
            domain=domain,
            check_id=check_id,
            reason=reason,
            until=until,
            explained_by=by.person,
            explained_at=at,
        )
        audit.record(
            by=by.person.pk,
            body=domain.council_id,
            action="checks.explained",
            subject=f"domain:{domain.pk}",
            at=at,
            after={"check": check_id, "until": until.isoformat()},
        )
    return explanation


def _read_reason(text: str) -> str:
    reason = text.strip()
    if not reason:
        raise Denied(_("Say why it stays as it is."))
    if len(reason) > LONGEST_REASON:
        raise Denied(_("Say it in at most 2,000 letters."))
    return reason


def _check_day(until: date, today: date) -> None:
    if not today < until <= today + LONGEST:
        raise Denied(_("Choose a day after today and within a year."))


def _check_is_trouble(domain: Domain, check_id: str) -> None:
    """Hold the domain, so that a visit doesn't find it mended in the same moment."""
    held = Domain.objects.select_for_update(no_key=True).filter(pk=domain.pk, removed_at__isnull=True).exists()
    open_now = Finding.objects.filter(domain=domain, check_id=check_id, until__isnull=True, verdict__in=TROUBLE)
    if not held or not open_now.exists():
        raise Denied(_("There is nothing to explain: the newest check finds nothing wrong here."), "conflict")
