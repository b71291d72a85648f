"""Which attachments of an e-mail may be reports, and where does a mailbox's next e-mail begin?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import BinaryIO

from wardmote.engines.reports.limits import LIMITS, Limits, too_large
from wardmote.engines.reports.refusal import ReportError

_PARTS = re.compile(rb"content-type:\s*(?:multipart|message)/", re.IGNORECASE)
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:")
# A line of text may begin with "From " too; an envelope line ends in a date.
_ENVELOPE, _QUOTED_ENVELOPE = re.compile(rb"From \S+ .*\d\d:\d\d"), re.compile(rb">+From ")
_ENDINGS = (".xml", ".gz", ".zip", ".json")
_REPORT_TYPES = frozenset({"text/xml"})
_LONGEST_LINE = 1 << 16


@dataclass(frozen=True)
class Mail:
    """One e-mail of a mailbox, and where it was found."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Attachment:
    """A part of an e-mail that may be a report."""

    name: str
    content: bytes = field(repr=False)


def is_mail(start: bytes) -> bool:
    """Say whether bytes begin as an e-mail does: with a header."""
    return bool(_HEADER.match(start))


def is_mailbox(start: bytes) -> bool:
    """Say whether bytes begin as a mailbox does: with an envelope line."""
    return bool(_ENVELOPE.match(start))


def attachments_of(content: bytes, name: str, limits: Limits = LIMITS) -> Iterator[Attachment]:
    """Yield the parts that may be reports, those of forwarded e-mails too."""
    if len(content) > limits.most_mail:
        raise too_large(limits.most_mail)
    if content.count(b"\n") + content.count(b"\r") - content.count(b"\r\n") > limits.most_mail_lines:
        raise ReportError("too_many", f"The e-mail holds more than {limits.most_mail_lines:,} lines.")
    if len(_PARTS.findall(content)) > limits.most_parts:
        raise ReportError("too_many", f"The e-mail holds more than {limits.most_parts} parts within parts.")
    yield from _attachments(message_from_bytes(content), name, limits.deepest_mail)


def _attachments(message: Message, name: str, deepest: int) -> Iterator[Attachment]:
    if message.is_multipart():
        if deepest == 0:
            raise ReportError("nested", "The e-mail holds e-mails within e-mails. Send the report itself.")
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _attachments(part, name, deepest - 1)
        return
    label = message.get_filename() or ""
    if _may_be_report(message.get_content_type(), str(label)):
        content = message.get_payload(decode=True)
        if isinstance(content, bytes):
            yield Attachment(str(label) or name, content)


def _may_be_report(kind: str, label: str) -> bool:
    return kind.startswith("application/") or kind in _REPORT_TYPES or label.lower().endswith(_ENDINGS)


def mails_of_mbox(file: BinaryIO, name: str, limits: Limits = LIMITS) -> Iterator[Mail]:
    """Yield the e-mails of an mbox file one by one (RFC 4155; quoted envelope lines are put back as mboxrd says)."""
    held: list[bytes] = []
    size, number, is_after_blank = 0, 0, True
    while line := file.readline(_LONGEST_LINE):
        if is_after_blank and _ENVELOPE.match(line):
            if held:
                number += 1
                yield Mail(f"{name}, e-mail {number}", b"".join(held))
            held, size = [], 0
        else:
            size += len(line)
            if size > limits.most_mail or len(held) > limits.most_mail_lines:
                raise too_large(limits.most_mail)
            held.append(line[1:] if _QUOTED_ENVELOPE.match(line) else line)
        is_after_blank = line in (b"\n", b"\r\n")
    if held:
        yield Mail(f"{name}, e-mail {number + 1}", b"".join(held))


def mails_of_maildir(folder: Path, limits: Limits = LIMITS) -> Iterator[Mail]:
    """Yield the e-mails of a maildir, the new ones first; a link out of it is passed over."""
    for place in ("new", "cur"):
        inside = folder / place
        for path in sorted(inside.iterdir()) if inside.is_dir() else ():
            if path.is_symlink() or not path.is_file():
                continue
            if path.stat().st_size > limits.most_mail:
                raise too_large(limits.most_mail)
            yield Mail(f"{place}/{path.name}", path.read_bytes())
