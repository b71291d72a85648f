"""Somebody of the council takes a piece of evidence out of use."""

from datetime import datetime
from functools import partial

from django.db import transaction

from wardmote.kernel import audit
from wardmote.kernel.private_files import delete_stored
from wardmote.register.public import Viewer

from .. import policies_of_evidence as policies
from ..models import Evidence, EvidenceKind, EvidenceUse, State
from ..queries.evidence import is_frozen


def withdraw_evidence(*, by: Viewer, piece: Evidence, at: datetime) -> Evidence:
    """Take a piece out of use and from outcomes that are still being answered.

    What a frozen report names stays, bytes and all; else its file is deleted, and only the words are left.
    """
    policies.check_can_keep(by, piece.council, at)
    with transaction.atomic():
        current = Evidence.objects.select_for_update().get(pk=piece.pk)
        policies.check_stands(current, piece.council_id)
        is_kept = is_frozen(current)
        taken, _ = EvidenceUse.objects.filter(
            evidence=current, assessment__state__in=[State.OPEN, State.WITHDRAWN]
        ).delete()
        current.withdrawn_at = at
        if current.kind == EvidenceKind.FILE and not is_kept:
            transaction.on_commit(partial(delete_stored, current.stored))
            current.size, current.digest = 0, ""
        current.save(update_fields=["withdrawn_at", "size", "digest"])
        audit.record(
            by=by.person.pk,
            body=current.council_id,
            action="evidence.withdrawn",
            subject=f"evidence:{current.pk}",
            at=at,
            before={"uses": taken},
            after={"is_file_kept": current.size > 0},
        )
    return current
