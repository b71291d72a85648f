"""Somebody of the council adds a file, or says where a document is kept."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.engines.files import Inspection, inspect, safe_name
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.private_files import storing
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies_of_evidence as policies
from ..models import Evidence, EvidenceKind

FOLDER = "evidence"
LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_REFERENCE, LONGEST_OWNER = 200, 2_000, 500, 120


@dataclass(frozen=True)
class Words:
    """What is said about a piece of evidence."""

    title: str
    description: str = ""
    reference: str = ""
    owner: str = ""
    expires_on: date | None = None
    is_shown: bool = False


@dataclass(frozen=True)
class Upload:
    """A file as it came in: the name is the sender's word, and the content hasn't been looked at."""

    name: str
    content: bytes = field(repr=False)

    @cached_property
    def inspection(self) -> Inspection:
        """Return what the file is found to be; looked at once."""
        return inspect(self.content, self.name)


class AlreadyKept(Denied):
    """The very same is in the library; `piece` can be used instead."""

    def __init__(self, piece: Evidence) -> None:
        super().__init__(
            _("This is already in your library as “%(title)s”. Use that piece instead of adding it twice.")
            % {"title": piece.title},
            "conflict",
        )
        self.piece = piece


class NotTaken(Denied):
    """The file isn't taken, with a sentence that says what to do."""


def add_evidence(*, by: Viewer, council: Body, words: Words, upload: Upload | None, at: datetime) -> Evidence:
    """Add a file, or a reference where there is none; the same bytes aren't stored twice."""
    policies.check_can_keep(by, council, at)
    check_words(words)
    if upload is None:
        return _add_reference(by, council, words, at)
    found = upload.inspection
    if found.refusal is not None:
        raise NotTaken(_(found.refusal))
    digest = hashlib.sha256(upload.content).hexdigest()
    # Looked up before the bytes are written, and again under the lock.
    _check_is_new(council, digest=digest)
    with storing([upload.content], f"{FOLDER}/{council.pk}") as stored, transaction.atomic():
        Body.objects.select_for_update(no_key=True).get(pk=council.pk)
        _check_is_new(council, digest=digest)
        return _create(
            by,
            council,
            words,
            Evidence(
                kind=EvidenceKind.FILE,
                file_name=safe_name(upload.name),
                media_type=found.media_type,
                stored=stored,
                size=len(upload.content),
                digest=digest,
            ),
            at,
        )


def check_words(words: Words) -> None:
    """Refuse words that don't fit the library."""
    if not words.title.strip():
        raise Denied(_("Give the evidence a title that colleagues will recognise."))
    if len(words.title) > LONGEST_TITLE or len(words.owner) > LONGEST_OWNER:
        raise Denied(_("The title must be 200 characters or fewer, and the owner 120."))
    if len(words.description) > LONGEST_DESCRIPTION or len(words.reference) > LONGEST_REFERENCE:
        raise Denied(_("The description must be 2,000 characters or fewer, and the reference 500."))


def _add_reference(by: Viewer, council: Body, words: Words, at: datetime) -> Evidence:
    if not words.reference.strip():
        raise Denied(_("Choose a file, or say where the document is kept."))
    with transaction.atomic():
        Body.objects.select_for_update(no_key=True).get(pk=council.pk)
        _check_is_new(council, kind=EvidenceKind.REFERENCE, title=words.title, reference=words.reference)
        return _create(by, council, words, Evidence(kind=EvidenceKind.REFERENCE), at)


def _check_is_new(council: Body, **same: str) -> None:
    found = Evidence.objects.filter(council=council, withdrawn_at__isnull=True, **same).first()
    if found:
        raise AlreadyKept(found)


def _create(by: Viewer, council: Body, words: Words, piece: Evidence, at: datetime) -> Evidence:
    piece.council = council
    say(piece, words)
    piece.added_by, piece.added_at = by.person, at
    piece.save()
    audit.record(
        by=by.person.pk,
        body=council.pk,
        action="evidence.added",
        subject=f"evidence:{piece.pk}",
        at=at,
        after={"kind": piece.kind, "digest": piece.digest, "size": piece.size, "is_shown": piece.is_shown},
    )
    return piece


def say(piece: Evidence, words: Words) -> None:
    """Put the words on a piece, unsaved."""
    piece.title, piece.description, piece.reference = words.title, words.description, words.reference
    piece.owner, piece.expires_on, piece.is_shown = words.owner, words.expires_on, words.is_shown
