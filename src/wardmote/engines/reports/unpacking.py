"""Which reports are in this file: XML or JSON as it is, in gzip, in zip, in an e-mail or in a mailbox of e-mails?"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from typing import BinaryIO

from wardmote.engines.reports.archives import GZIP, gunzip, is_archive, unzip
from wardmote.engines.reports.limits import LIMITS, PIECE, Budget, Limits, too_large
from wardmote.engines.reports.mail import attachments_of, is_mail, is_mailbox, mails_of_mbox
from wardmote.engines.reports.refusal import ReportError

_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_BLANKS = b" \t\r\n\0"
_LONGEST_START = 4_096


class Kind(StrEnum):
    """What a payload is a report of."""

    DMARC = "dmarc"
    TLS = "tls"


@dataclass(frozen=True)
class Payload:
    """An unpacked report, to be read before the next one is asked for."""

    name: str
    kind: Kind
    pieces: Iterator[bytes] = field(repr=False, compare=False)


def unpack(content: bytes | BinaryIO, name: str, limits: Limits = LIMITS) -> Iterator[Payload]:
    """Yield the reports in a file; ReportError where there is none, or the file is broken, too large or a bomb.

    A file object needs `seek`. Only one layer of packing is opened: an archive in an archive is refused.
    """
    file = io.BytesIO(content) if isinstance(content, bytes) else content
    if file.seek(0, 2) > limits.most_unpacked:
        raise too_large(limits.most_unpacked)
    file.seek(0)
    start = file.read(_LONGEST_START)
    file.seek(0)
    budget = Budget(limits)
    if is_archive(start):
        yield from _from_archive(file, start, name, budget, limits)
    elif kind := kind_of(start):
        yield Payload(name, kind, _counted(_pieces(file), budget))
    elif is_mailbox(start):
        for mail in mails_of_mbox(file, name, limits):
            yield from _from_mail(mail.content, mail.name, budget, limits)
    elif is_mail(start):
        yield from _from_mail(_whole(file, limits), name, budget, limits)
    else:
        raise _unknown()


def kind_of(start: bytes) -> Kind | None:
    """Say what a file is by how it begins: XML, JSON or neither."""
    for mark in _MARKS:
        start = start.removeprefix(mark)
    first = start.lstrip(_BLANKS)[:1]
    return {b"<": Kind.DMARC, b"{": Kind.TLS}.get(first)


def _from_archive(file: BinaryIO, start: bytes, name: str, budget: Budget, limits: Limits) -> Iterator[Payload]:
    if file.seek(0, 2) > limits.most_packed:
        raise too_large(limits.most_packed)
    file.seek(0)
    if start.startswith(GZIP):
        yield _payload(name, gunzip(_pieces(file), budget))
        return
    for member, pieces in unzip(file, budget, limits):
        yield _payload(f"{name}, {member}", pieces)


def _from_mail(content: bytes, name: str, budget: Budget, limits: Limits) -> Iterator[Payload]:
    is_empty = True
    for attachment in attachments_of(content, name, limits):
        start = attachment.content[:_LONGEST_START]
        file = io.BytesIO(attachment.content)
        if is_archive(start):
            is_empty = False
            yield from _from_archive(file, start, attachment.name, budget, limits)
        elif kind := kind_of(start):
            is_empty = False
            yield Payload(attachment.name, kind, _counted(_pieces(file), budget))
    if is_empty:
        raise ReportError("no_report", "No report is attached to the e-mail.")


def _payload(name: str, pieces: Iterator[bytes]) -> Payload:
    """Say what came out of an archive; it may not be another archive or an e-mail."""
    first = next(pieces, b"")
    if is_archive(first):
        raise ReportError("nested", "Another archive is packed into the archive. Send the report itself.")
    kind = kind_of(first[:_LONGEST_START])
    if kind is None:
        raise _unknown()
    return Payload(name, kind, chain((first,), pieces))


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def _counted(pieces: Iterator[bytes], budget: Budget) -> Iterator[bytes]:
    for piece in pieces:
        budget.spend(packed=len(piece), unpacked=len(piece))
        yield piece


def _whole(file: BinaryIO, limits: Limits) -> bytes:
    content = file.read(limits.most_mail + 1)
    if len(content) > limits.most_mail:
        raise too_large(limits.most_mail)
    return content


def _unknown() -> ReportError:
    return ReportError("unknown", "The file is neither a report nor an archive or e-mail that holds one.")
