"""What came into the installation's mailbox for reports since we last looked?

The mailbox is only read: nothing in it is deleted, moved or marked. How far it was read stands beside the reports that
were stored, in one transaction, so that after a crash nothing is lost and nothing is counted twice.
"""

import imaplib
import re
import ssl
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.engines.reports import LIMITS
from wardmote.kernel.mailboxes import Mailbox

from .actions.take_reports import take_reports
from .models import CameBy, MailboxCursor
from .report_reading import Found, Refusal, read_file

TIMEOUT_S = 30.0
MOST_IN_RUN, MOST_IN_BATCH = 5_000, 50
# How many numbers a search spans: its answer is one line, which has a longest.
SPAN = 20_000
_LONGEST_TROUBLE = 200
_FAULTS = (imaplib.IMAP4.error, OSError, ssl.SSLError, ValueError)


class MailboxTrouble(Exception):
    """The mailbox can't be read now; `sentence` says why and holds no secret."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class ReadElsewhere(MailboxTrouble):
    """Another worker reads the same mailbox at this moment; what this one read is dropped."""

    def __init__(self) -> None:
        super().__init__("Another worker reads the mailbox.")


@dataclass
class Run:
    """What one look at the mailbox brought; `skipped` counts e-mails and reports by the reason's key."""

    mails: int = 0
    taken: int = 0
    doubled: int = 0
    skipped: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return f"{self.mails} e-mails: {self.taken} taken, {self.doubled} doubled, {self.skipped.total()} skipped"


def read_mailbox(mailbox: Mailbox, *, at: datetime) -> Run:
    """Take in the reports of the e-mails that are new, a bounded number of them; MailboxTrouble where it can't be."""
    cursor, _made = MailboxCursor.objects.get_or_create(mailbox=mailbox.name)
    run = Run()
    try:
        with _opened(mailbox) as server:
            _read_new(server, mailbox, cursor, run, at)
    except ReadElsewhere:
        raise
    except _FAULTS as fault:
        sentence = _sentence(mailbox, fault)
        _note_trouble(cursor, sentence, at)
        raise MailboxTrouble(sentence) from None
    MailboxCursor.objects.filter(pk=cursor.pk).update(read_at=at, trouble="", trouble_since=None)
    return run


@contextmanager
def _opened(mailbox: Mailbox) -> Iterator[imaplib.IMAP4_SSL]:
    """Sign in over TLS with a certificate that is checked, and sign out whatever happens."""
    trust = ssl.create_default_context()
    if settings.WATCH_AUTHORITIES:
        trust.load_verify_locations(settings.WATCH_AUTHORITIES)
    server = imaplib.IMAP4_SSL(mailbox.host, mailbox.port, ssl_context=trust, timeout=TIMEOUT_S)
    try:
        server.login(mailbox.user, mailbox.password)
        yield server
    finally:
        _leave(server)


def _leave(server: imaplib.IMAP4_SSL) -> None:
    try:
        server.logout()
    except _FAULTS:
        server.shutdown()


def _read_new(server: imaplib.IMAP4_SSL, mailbox: Mailbox, cursor: MailboxCursor, run: Run, at: datetime) -> None:
    validity, next_uid = _select(server, mailbox.folder)
    if validity != cursor.uid_validity:
        # The server numbers its e-mails anew. What was taken before is recognised by what it says.
        cursor.last_uid = _restart(cursor, validity)
    for uids in _batches(_new_uids(server, cursor.last_uid, next_uid)):
        found = [one for uid in uids for one in _found_in(server, uid)]
        _store(cursor, uids[-1], found, run, at)
        run.mails += len(uids)


def _select(server: imaplib.IMAP4_SSL, folder: str) -> tuple[int, int]:
    """Open the folder for reading only; returns its UIDVALIDITY and UIDNEXT."""
    quoted = '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
    _answer(server.select(quoted, readonly=True))
    validity = _number(server.response("UIDVALIDITY"))
    found = _answer(server.status(quoted, "(UIDNEXT)"))
    next_uid = re.search(rb"UIDNEXT (\d+)", b" ".join(part for part in found if isinstance(part, bytes)))
    if not next_uid:
        raise ValueError("the server doesn't say how its e-mails are numbered")
    return validity, int(next_uid[1])


def _new_uids(server: imaplib.IMAP4_SSL, last: int, next_uid: int) -> Iterator[int]:
    """Yield the numbers of the e-mails after the last one that was read, at most as many as one run takes."""
    count = 0
    for start in range(last + 1, next_uid, SPAN):
        end = min(start + SPAN, next_uid) - 1
        found = _answer(server.uid("SEARCH", f"UID {start}:{end}"))
        for uid in sorted(int(word) for part in found if isinstance(part, bytes) for word in part.split()):
            # A server may answer a span beyond its end with its last e-mail (RFC 3501, section 6.4.8).
            if start <= uid <= end and count < MOST_IN_RUN:
                count += 1
                yield uid
        if count >= MOST_IN_RUN:
            return


def _batches(uids: Iterator[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    for uid in uids:
        batch.append(uid)
        if len(batch) == MOST_IN_BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _found_in(server: imaplib.IMAP4_SSL, uid: int) -> Iterator[Found]:
    """Yield what one e-mail holds; one that is gone, too large or no report is a refusal and stops nothing."""
    name = f"e-mail {uid}"
    said = _answer(server.uid("FETCH", str(uid), "(RFC822.SIZE)"))
    size = re.search(rb"RFC822\.SIZE (\d+)", b" ".join(part for part in said if isinstance(part, bytes)))
    if size is None:
        yield Refusal(name, "gone", "The e-mail was deleted meanwhile.")
        return
    if int(size[1]) > LIMITS.most_mail:
        yield Refusal(name, "too_large", "The e-mail is larger than a report can be.")
        return
    answer = _answer(server.uid("FETCH", str(uid), "(BODY.PEEK[])"))
    content = next((part[1] for part in answer if isinstance(part, tuple) and len(part) > 1), None)
    if content is None:
        yield Refusal(name, "gone", "The e-mail was deleted meanwhile.")
        return
    yield from read_file(content, name, keeps_raw=bool(settings.REPORTS_KEEP_DAYS))


def _store(cursor: MailboxCursor, last_uid: int, found: Sequence[Found], run: Run, at: datetime) -> None:
    """Store a batch and move on, both or neither; another worker that was here meanwhile has done it already."""
    with transaction.atomic():
        same = MailboxCursor.objects.select_for_update().filter(
            pk=cursor.pk, last_uid=cursor.last_uid, uid_validity=cursor.uid_validity
        )
        held = same.first()
        if held is None:
            raise ReadElsewhere
        tally = take_reports(by=None, council=None, found=found, came_by=CameBy.MAILBOX, at=at)
        skipped = Counter(refusal.key for refusal in tally.refusals)
        same.update(
            last_uid=last_uid,
            taken=held.taken + tally.taken,
            doubled=held.doubled + tally.doubled,
            skipped=dict(Counter(held.skipped) + skipped),
        )
    cursor.last_uid = last_uid
    run.taken += tally.taken
    run.doubled += tally.doubled
    run.skipped += skipped


def _restart(cursor: MailboxCursor, validity: int) -> int:
    MailboxCursor.objects.filter(pk=cursor.pk).update(uid_validity=validity, last_uid=0)
    cursor.uid_validity = validity
    return 0


def _note_trouble(cursor: MailboxCursor, sentence: str, at: datetime) -> None:
    held = MailboxCursor.objects.filter(pk=cursor.pk)
    held.update(trouble=sentence[:_LONGEST_TROUBLE])
    held.filter(trouble_since__isnull=True).update(trouble_since=at)


def _sentence(mailbox: Mailbox, fault: Exception) -> str:
    """Say what went wrong in words of ours and the server's; a server may quote the password, so it is taken out."""
    said = str(fault).replace(mailbox.password, "…") or type(fault).__name__
    plain = "".join(letter if letter.isprintable() else " " for letter in said)
    return _("The mailbox for reports can't be read: %(why)s") % {"why": plain[:120]}


def _answer(answer: tuple[str, Any]) -> list[object]:
    state, said = answer
    if state != "OK":
        text = b" ".join(part for part in said if isinstance(part, bytes)).decode(errors="replace")
        raise ValueError(text[:120] or "the server refuses")
    return list(said)


def _number(answer: tuple[str, Any]) -> int:
    _name, said = answer
    first = said[0] if said else None
    if not isinstance(first, bytes) or not first.isdigit():
        raise ValueError("the server doesn't say how its e-mails are numbered")
    return int(first)
