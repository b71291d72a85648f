"""Who did what, for which body, from what, to what, and when — and has anybody touched that record since?"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from .models import AuditEntry
from .viewer import seeing_as_system

GENESIS = "0" * 64
_LOCK = 0x57415244  # "WARD": serialises writers of the chain on PostgreSQL; SQLite has one writer anyway


@dataclass(frozen=True)
class Fault:
    """The first place where the chain doesn't hold."""

    sequence: int
    sentence: str


@dataclass(frozen=True)
class Head:
    """The newest entry's number and hash: what a later check must still find."""

    sequence: int
    digest: str


def record(
    *,
    by: int | None,
    body: int | None,
    action: str,
    subject: str,
    at: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry inside the caller's transaction; values are ids and stable words, never names."""
    with transaction.atomic(), seeing_as_system():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last = AuditEntry.objects.order_by("-sequence").first()
        entry = AuditEntry(
            sequence=last.sequence + 1 if last else 1,
            at=at.astimezone(UTC),
            person_id=by,
            body_id=body,
            action=action,
            subject=subject,
            before=before or {},
            after=after or {},
            previous_digest=last.digest if last else GENESIS,
        )
        entry.digest = digest_of(entry)
        entry.save(force_insert=True)
    return entry


def digest_of(entry: AuditEntry) -> str:
    """Return the SHA-256 of the entry's content and of the digest before it."""
    content = [
        entry.previous_digest,
        entry.sequence,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.person_id,
        entry.body_id,
        entry.action,
        entry.subject,
        entry.before,
        entry.after,
    ]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def verify(expected: Head | None = None) -> tuple[Head, Fault | None]:
    """Walk the whole chain. `expected` is a head seen earlier: it must still be there unchanged."""
    head, fault = Head(0, GENESIS), None
    for entry in _entries():
        fault = _fault_in(entry, head, expected)
        if fault:
            return head, fault
        head = Head(entry.sequence, entry.digest)
    if expected and expected.sequence > head.sequence:
        fault = Fault(head.sequence + 1, f"entries {head.sequence + 1} to {expected.sequence} were there and are gone")
    return head, fault


def _fault_in(entry: AuditEntry, head: Head, expected: Head | None) -> Fault | None:
    if entry.sequence != head.sequence + 1:
        return Fault(head.sequence + 1, "this entry has been removed")
    if entry.previous_digest != head.digest:
        return Fault(entry.sequence, "this entry doesn't follow from the one before it")
    if entry.digest != digest_of(entry):
        return Fault(entry.sequence, "this entry has been changed")
    if expected and entry.sequence == expected.sequence and entry.digest != expected.digest:
        return Fault(entry.sequence, "the chain was rewritten: this entry differs from when it was last checked")
    return None


def _entries() -> Iterator[AuditEntry]:
    with seeing_as_system():
        yield from AuditEntry.objects.order_by("sequence").iterator(chunk_size=2000)
