"""An uploaded register that somebody has looked at is put in force."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel.denial import Denied

from .. import policies
from ..models import RegisterImport
from ..queries.differences import Differences
from ..queries.viewers import Viewer
from ..tables import read_councils
from .apply_register import apply_register


def apply_upload(*, by: Viewer, upload: RegisterImport, at: datetime) -> Differences:
    """Apply an upload once."""
    policies.check_can_keep_register(by)
    with transaction.atomic():
        taken = RegisterImport.objects.filter(pk=upload.pk, applied_at__isnull=True, discarded_at__isnull=True).update(
            applied_at=at
        )
        if not taken:
            raise Denied(_("This table has already been applied or discarded."), "conflict")
        return apply_register(
            by=by.person,
            rows=read_councils(upload.content),
            valid_from=upload.valid_from,
            source=f"Uploaded table {upload.name}",
            at=at,
        )


def discard_upload(*, by: Viewer, upload: RegisterImport, at: datetime) -> None:
    """Put an upload aside without applying it."""
    policies.check_can_keep_register(by)
    RegisterImport.objects.filter(pk=upload.pk, applied_at__isnull=True).update(discarded_at=at)
