"""An uploaded register that somebody has looked at is put in force."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied

from .. import policies
from ..models import RegisterImport
from ..queries.viewers import Viewer
from ..tables import TableFault, is_affiliations, read_affiliations, read_councils
from .apply_affiliations import apply_affiliations
from .apply_register import apply_register


def apply_upload(*, by: Viewer, upload: RegisterImport, at: datetime) -> int:
    """Apply an upload once; returns how many bodies or affiliations it changed."""
    policies.check_can_keep_register(by)
    with transaction.atomic():
        taken = RegisterImport.objects.filter(pk=upload.pk, applied_at__isnull=True, discarded_at__isnull=True).update(
            applied_at=at
        )
        if not taken:
            raise Denied(_("This table has already been applied or discarded."), "conflict")
        try:
            return _apply(by, upload, at)
        except TableFault as fault:
            # The register has changed since the table was looked at.
            raise Denied(str(fault), "conflict") from fault


def _apply(by: Viewer, upload: RegisterImport, at: datetime) -> int:
    source = f"Uploaded table {upload.name}"
    if is_affiliations(upload.content):
        joined = apply_affiliations(by=by.person, rows=read_affiliations(upload.content), source=source, at=at)
        return len(joined.added) + len(joined.ended)
    rows = read_councils(upload.content)
    found = apply_register(by=by.person, rows=rows, valid_from=upload.valid_from, source=source, at=at)
    return len(found.added) + len(found.changed)


def discard_upload(*, by: Viewer, upload: RegisterImport, at: datetime) -> None:
    """Put an upload aside without applying it."""
    policies.check_can_keep_register(by)
    with transaction.atomic():
        discarded = RegisterImport.objects.filter(
            pk=upload.pk, applied_at__isnull=True, discarded_at__isnull=True
        ).update(discarded_at=at)
        if not discarded:
            raise Denied(_("This table has already been applied or discarded."), "conflict")
        audit.record(by=by.person.pk, body=None, action="register.discarded", subject=f"import:{upload.pk}", at=at)
