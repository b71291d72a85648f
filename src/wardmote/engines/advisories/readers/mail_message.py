"""What does an e-mail say that somebody forwarded or a list sent? (RFC 5322)"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from ..facts import Advisory, Broken, Kind, Label, ReadingError
from ..reading.ids import ids_in
from ..reading.letters import Letter, read_letter
from ..reading.limits import MEGABYTE
from ..reading.moments import moment
from ..reading.texts import line, plain
from ..reading.tlp import first_lines, label_below, label_in
from ..shelf import Reader

MOST_BYTES = 25 * MEGABYTE
_HEADERS = re.compile(
    rb"^(?:from|to|subject|date|message-id|received|return-path|delivered-to|mime-version|dkim-signature)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_FIRST = re.compile(rb"(?:>?From [^\n]{1,500}\n)?[!-9;-~]{1,100}[ \t]*:")
_MOST_NAMES = 50


def recognises(head: bytes, name: str) -> bool:
    """Look for a header line first, and for two that every e-mail has."""
    is_headed = bool(_FIRST.match(head.lstrip(b"\r\n")))
    found = {match[0].lower() for match in _HEADERS.finditer(head)}
    return is_headed and (len(found) > 1 or (bool(found) and name.lower().endswith(".eml")))


def read(stream: BinaryIO) -> Iterator[Advisory | Broken]:
    """Give the one advisory that an e-mail is. Where it carries no label, AMBER: its sender said nothing wider."""
    raw = stream.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise ReadingError(f"The e-mail is larger than {MOST_BYTES // MEGABYTE} MB. Send it without its attachments.")
    yield _advisory(read_letter(raw))


def _advisory(letter: Letter) -> Advisory:
    words = letter.text
    if letter.attachments:
        names = ", ".join(line(name, 200) for name in letter.attachments[:_MOST_NAMES])
        words = f"{words}\n\nAttached, not read: {names}".strip()
    written = moment(letter.date)
    labels = (label_in(letter.subject, first_lines(letter.text)), label_below(letter.text))
    return Advisory(
        kind=Kind.MAIL,
        key=line(letter.id),
        title=line(letter.subject) or "An e-mail without a subject",
        ids=ids_in(letter.subject, letter.text),
        summary=plain(words),
        publisher=line(letter.sender),
        published=written,
        revised=written,
        label=max((one for one in labels if one), key=lambda one: one.strictness, default=Label.AMBER),
    )


READER = Reader(kind=Kind.MAIL, title="E-mail", recognises=recognises, read=read, rank=70)
