"""An uploaded register that somebody has looked at is put in force."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel.denial import Denied

from .. import policies
from ..models import RegisterImport
from ..queries.viewers import Viewer
from ..tables import is_affiliations, read_affiliations, read_councils
from .apply_affiliations import apply_affiliations
from .apply_register import apply_register


def apply_upload(*, by: Viewer, upload: RegisterImport, at: datetime) -> int:
    """Apply an upload once; returns how many bodies or affiliations it changed."""
    policies.check_can_keep_register(by)
    source = f"Uploaded table {upload.name}"
    with transaction.atomic():
        taken = RegisterImport.objects.filter(pk=upload.pk, applied_at__isnull=True, discarded_at__isnull=True).update(
            applied_at=at
        )
        if not taken:
            raise Denied(_("This table has already been applied or discarded."), "conflict")
        if is_affiliations(upload.content):
            changed = apply_affiliations(by=by.person, rows=read_affiliations(upload.content), source=source, at=at)
            return len(changed.added) + len(changed.ended)
        rows = read_councils(upload.content)
        found = apply_register(by=by.person, rows=rows, valid_from=upload.valid_from, source=source, at=at)
        return len(found.added) + len(found.changed)


def discard_upload(*, by: Viewer, upload: RegisterImport, at: datetime) -> None:
    """Put an upload aside without applying it."""
    policies.check_can_keep_register(by)
    RegisterImport.objects.filter(pk=upload.pk, applied_at__isnull=True).update(discarded_at=at)
