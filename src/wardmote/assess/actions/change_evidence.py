"""Somebody of the council changes what is said about a piece of evidence; its bytes never change."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.register.public import Viewer

from .. import policies_of_evidence as policies
from ..models import Evidence, EvidenceKind, State
from .add_evidence import Words, check_words, say


class ChangedMeanwhile(Denied):
    """A colleague changed the piece first; nothing was overwritten."""

    def __init__(self, piece: Evidence) -> None:
        super().__init__(
            _("A colleague changed this evidence while you had it open. Compare both, then save again."), "conflict"
        )
        self.piece = piece


def change_evidence(*, by: Viewer, piece: Evidence, words: Words, edition: str, at: datetime) -> Evidence:
    """Change the words; `edition` is `edition_of` the piece that the person's page was made from."""
    policies.check_can_keep(by, piece.council, at)
    check_words(words)
    if piece.kind == EvidenceKind.REFERENCE and not words.reference.strip():
        raise Denied(_("Say where the document is kept."))
    with transaction.atomic():
        current = Evidence.objects.select_for_update().get(pk=piece.pk)
        policies.check_stands(current, piece.council_id)
        if edition_of(current) != edition:
            raise ChangedMeanwhile(current)
        before = _audited(current)
        _check_nobody_looks(current, words)
        say(current, words)
        if edition_of(current) == edition:
            return current
        current.save()
        audit.record(
            by=by.person.pk,
            body=current.council_id,
            action="evidence.changed",
            subject=f"evidence:{current.pk}",
            at=at,
            before=before,
            after=_audited(current),
        )
    return current


def _check_nobody_looks(piece: Evidence, words: Words) -> None:
    """Refuse to show or hide a piece while an assurer has an assessment that rests on it."""
    at_work = piece.uses.filter(assessment__state__in=[State.REVIEW, State.RESPONSE])
    if words.is_shown != piece.is_shown and at_work.exists():
        raise Denied(
            _("The assurer has this assessment now. Take it back before you change what they see."), "conflict"
        )


def edition_of(piece: Evidence) -> str:
    """Return a short fingerprint of what is said about a piece now."""
    day = piece.expires_on.isoformat() if piece.expires_on else ""
    said = [piece.title, piece.description, piece.reference, piece.owner, day, piece.is_shown]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def _audited(piece: Evidence) -> dict[str, Any]:
    """Return what the log keeps: days and yes or no, never words that a person typed."""
    return {"expires_on": piece.expires_on.isoformat() if piece.expires_on else None, "is_shown": piece.is_shown}
