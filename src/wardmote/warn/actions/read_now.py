"""An administrator has a source read now, whatever its schedule says."""

from datetime import datetime

from django.db import transaction

from wardmote.kernel import audit
from wardmote.register.public import Viewer

from .. import source_policies
from ..models import Source
from ..source_jobs import read_source


def read_now(*, by: Viewer, source: Source, at: datetime) -> None:
    """Queue the reading; where somebody is at it already, that one goes on."""
    source_policies.check_can_keep_sources(by)
    with transaction.atomic():
        audit.record(by=by.person.pk, body=None, action="warning.source-read", subject=f"source:{source.key}", at=at)
        read_source.enqueue(source.pk)
