"""Somebody of the council opens a warning: the first time is kept, once."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from wardmote.register.public import Viewer

from .. import policies
from ..models import Notice


def open_notice(*, by: Viewer, notice: Notice, at: datetime) -> None:
    """Keep when the council first read it; who it was is nobody's business."""
    policies.check_can_choose(by, notice.council, localdate(at))
    if notice.read_at is None:
        with transaction.atomic():
            Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=at)
