"""A newer register is uploaded, to be looked at before anything changes."""

import hashlib
from datetime import date, datetime

from django.db import transaction

from wardmote.kernel import audit

from .. import policies
from ..models import RegisterImport
from ..queries.affiliations import affiliation_differences
from ..queries.differences import check_fits
from ..queries.viewers import Viewer
from ..tables import is_affiliations, read_affiliations, read_councils


def upload_register(*, by: Viewer, name: str, text: str, valid_from: date, at: datetime) -> RegisterImport:
    """Keep the table if it can be read (TableFault names the line if not); nothing in the register changes."""
    policies.check_can_keep_register(by)
    if is_affiliations(text):
        affiliation_differences(read_affiliations(text))
    else:
        check_fits(read_councils(text), valid_from)
    with transaction.atomic():
        upload = RegisterImport.objects.create(
            uploaded_by=by.person,
            uploaded_at=at,
            valid_from=valid_from,
            name=name[:100],
            digest=hashlib.sha256(text.encode()).hexdigest(),
            content=text,
        )
        audit.record(by=by.person.pk, body=None, action="register.uploaded", subject=f"import:{upload.pk}", at=at)
    return upload
