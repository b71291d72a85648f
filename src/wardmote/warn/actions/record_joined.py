"""Somebody says that a council belongs to a scheme outside this service."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import joined_policies
from ..models import Joined
from ..schemes import schemes


def record_joined(
    *, by: Viewer, body: Body, scheme: str, since: date | None = None, note: str = "", at: datetime
) -> Joined:
    """Record that the council belongs to the scheme, from a day or since nobody knows when."""
    joined_policies.check_can_record(by, body, localdate(at))
    if scheme not in schemes():
        raise Denied(_("Choose one of the list"))
    if since and since > localdate(at):
        raise Denied(_("Enter a day that has come"))
    try:
        with transaction.atomic():
            joined = Joined.objects.create(
                body=body, scheme=scheme, since=since, note=note, recorded_by=by.person, recorded_at=at
            )
            audit.record(
                by=by.person.pk,
                body=body.pk,
                action="joined.recorded",
                subject=f"joined:{joined.pk}",
                at=at,
                after={"scheme": scheme, "since": since.isoformat() if since else None},
            )
    except IntegrityError as refusal:
        raise Denied(_("That is on record already."), "conflict") from refusal
    return joined
