"""A council passes everything it owns to a successor."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied

from .. import policies
from ..models import Body, Inheritance, Succession
from ..models.bodies import Status
from ..queries.viewers import Viewer


def pass_on(*, by: Viewer, predecessor: Body, successor: Body, at: datetime) -> Inheritance:
    """Let the successor's people see and carry on what the predecessor owned; its history stays its own."""
    policies.check_can_manage_members(by, predecessor)
    if not Succession.objects.filter(predecessor=predecessor, successor=successor).exists():
        raise Denied(_("The register doesn't name that council as a successor of this one."))
    if successor.status_on(localdate(at)) not in (Status.SHADOW, Status.LIVE):
        raise Denied(_("The successor is only planned. It can receive things once it exists, at least in shadow form."))
    with transaction.atomic():
        inheritance, is_new = Inheritance.objects.get_or_create(
            predecessor=predecessor, successor=successor, defaults={"at": at, "by": by.person}
        )
        if not is_new:
            raise Denied(_("This has already been passed on."), "conflict")
        for body in (predecessor, successor):
            audit.record(
                by=by.person.pk,
                body=body.pk,
                action="council.passed-on",
                subject=f"inheritance:{inheritance.pk}",
                at=at,
                after={"predecessor": predecessor.code, "successor": successor.code},
            )
    return inheritance
