"""What may be kept as evidence, by whom? Each refusal is the sentence that the person reads."""

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel.denial import Denied, missing
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .models import Evidence
from .policies import check_can_answer


def check_can_keep(viewer: Viewer, council: Body, at: datetime) -> None:
    """Refuse whoever only reads, and councils that aren't at work."""
    check_can_answer(viewer, council, localdate(at))


def check_stands(piece: Evidence, council: int) -> None:
    """Refuse another council's evidence, and what was withdrawn."""
    if piece.council_id != council:
        raise missing("piece of evidence")
    if piece.withdrawn_at is not None:
        raise Denied(_("This evidence was withdrawn. It can be read where it was used, but not changed."), "conflict")
