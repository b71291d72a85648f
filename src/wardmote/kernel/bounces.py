"""Which of our letters came back? The mailbox that they come back to is only read: nothing in it is changed.

Each look reads the e-mails of the last days anew, a bounded number within a bounded time. A letter that came back is
noted once, so that reading an e-mail twice changes nothing.
"""

import imaplib
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings

from .bounced_mail import failure_in
from .mailboxes import Mailbox
from .models import Letter

TIMEOUT_S, WHOLE_S = 20.0, 60.0
MOST_MAILS, MOST_BYTES = 500, 262_144
LOOK_BACK = timedelta(days=2)
# For how long a colleague is shown as somebody whom letters don't reach.
SHOWN_FOR = timedelta(days=14)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FAULTS = (imaplib.IMAP4.error, OSError, ssl.SSLError, ValueError)


class BouncesUnread(Exception):
    """The mailbox can't be read now; the text says why and holds no secret."""


def read_bounces(mailbox: Mailbox, *, at: datetime) -> int:
    """Note the letters that came back for good; returns how many are newly known."""
    until = time.monotonic() + WHOLE_S
    count = 0
    try:
        with _opened(mailbox) as server:
            for uid in _recent(server, mailbox.folder, at):
                if time.monotonic() > until:
                    break
                count += note_bounce(_mail(server, uid), at=at)
    except FAULTS as fault:
        said = str(fault).replace(mailbox.password, "…") or type(fault).__name__
        plain = "".join(letter if letter.isprintable() else " " for letter in said)
        raise BouncesUnread(f"The mailbox for returned letters can't be read: {plain[:120]}") from None
    return count


def note_bounce(raw: bytes, *, at: datetime) -> bool:
    """Note that a letter came back, if this e-mail says so of one of ours; False where that was known."""
    failure = failure_in(raw)
    if failure is None:
        return False
    letters = Letter.objects.filter(message_id=failure.message_id, bounced_at__isnull=True)
    return bool(letters.update(bounced_at=at, trouble=failure.words))


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
        try:
            server.logout()
        except FAULTS:
            server.shutdown()


def _recent(server: imaplib.IMAP4_SSL, folder: str, at: datetime) -> list[str]:
    """Return the numbers of the newest e-mails, the newest first."""
    quoted = '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
    state, said = server.select(quoted, readonly=True)
    if state != "OK":
        raise ValueError("there is no such folder")
    since = at - LOOK_BACK
    state, said = server.uid("SEARCH", f"SINCE {since.day}-{_MONTHS[since.month - 1]}-{since.year}")
    if state != "OK":
        raise ValueError("it can't be searched")
    found = {int(word) for part in said if isinstance(part, bytes) for word in part.split() if word.isdigit()}
    return [str(uid) for uid in sorted(found, reverse=True)[:MOST_MAILS]]


def _mail(server: imaplib.IMAP4_SSL, uid: str) -> bytes:
    """Return an e-mail, or as much of it as we read; nothing where it is gone."""
    _state, said = server.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
    content = next((part[1] for part in said if isinstance(part, tuple) and len(part) > 1), b"")
    return content if isinstance(content, bytes) else b""
