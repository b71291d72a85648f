"""Somebody of the council takes a report out again: its numbers leave every sum that they are in."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.engines.reports import ReportError
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied, missing
from wardmote.kernel.private_files import piece_of
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..models import Delivery
from ..report_reading import Reading, read_again
from ..report_rows import Sums


def remove_report(*, by: Viewer, council: Body, number: int, at: datetime) -> Delivery:
    """Remove a report and its numbers. It is read again for that, so it must still be kept as it came."""
    policies.check_can_act(by, council, localdate(at))
    with transaction.atomic():
        Body.objects.select_for_update(no_key=True).get(pk=council.pk)
        delivery = Delivery.objects.filter(council=council, pk=number).select_related("domain").first()
        if delivery is None:
            raise missing("report")
        reading = _read(delivery)
        sums = Sums(council.pk)
        sums.add(reading, delivery.domain_id, delivery.domain.name, _name_in(reading, delivery.domain.name))
        if not sums.take_away():
            raise Denied(_("This report was counted in another way, so its numbers can't be taken out."), "conflict")
        Delivery.objects.filter(pk=number).delete()
        audit.record(
            by=by.person.pk,
            body=council.pk,
            action="mail-report.removed",
            subject=f"report:{number}",
            at=at,
            before={"kind": delivery.kind, "domain": delivery.domain_id, "messages": delivery.messages},
        )
    return delivery


def _read(delivery: Delivery) -> Reading:
    raw = piece_of(delivery.stored, delivery.raw_start, delivery.raw_size) if delivery.stored else None
    if raw is None:
        raise Denied(_("This report isn't kept as it came any more, so its numbers can't be taken out."), "conflict")
    try:
        return read_again(raw, delivery.kind)
    except ReportError as fault:
        raise Denied(_("This report can't be read any more, so its numbers can't be taken out."), "conflict") from fault


def _name_in(reading: Reading, listed: str) -> str:
    """Return the name that the report uses for the domain."""
    return next((name for name in reading.domains if name == listed or name.endswith(f".{listed}")), listed)
