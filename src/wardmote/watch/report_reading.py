"""What do the reports in a file say, as numbers that are ready to be stored? Nothing is stored here."""

import io
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from operator import add
from typing import BinaryIO, NamedTuple

from django.conf import settings

from wardmote.engines.reports import (
    Kind,
    Payload,
    Report,
    ReportError,
    TlsReport,
    identity,
    mails_of_mbox,
    name_of,
    read_dmarc,
    read_tls,
    unpack,
)

# More messages in one report than any domain sends: such a number would spoil every sum.
MOST_MESSAGES = 10_000_000_000
PACKING = 1
# Sessions that failed without the reporter saying how.
UNEXPLAINED = "unexplained"
LONGEST_NAME, LONGEST_KIND, LONGEST_RESULT, LONGEST_SENDER = 200, 40, 60, 80
_LARGEST_AS_IT_CAME = 1_000_000
# How a report begins that isn't packed.
_BARE = (b"<", b"{", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_MAILBOX = b"From "
_MOST_IN_BATCH, _MOST_ROWS_IN_BATCH = 200, 50_000
# Which of the six numbers a failed message counts under, by what the receiver did; whatever else means let in.
_FAILED = {"quarantine": 4, "reject": 5}
_NOTHING = tuple((0,) * places for places in range(6))
# What messages are counted by within one report: the address that they came from, the known sender or "", and the
# domain that they stated. Plain tuples, as there are millions.
MailKey = tuple[str, str, str]
# Both, by_dkim, by_spf, let_in, quarantined, rejected.
Six = tuple[int, ...]


class TlsKey(NamedTuple):
    """What sessions are counted by within one report."""

    domain: str
    kind: str
    result: str
    server: str


@dataclass(frozen=True)
class Reading:
    """One report as numbers, and its own bytes packed."""

    name: str
    kind: Kind
    identity: str
    org_name: str
    report_id: str
    begin: datetime
    end: datetime
    day: date
    domains: tuple[str, ...]
    policy: str = ""
    records: int = 0
    messages: int = 0
    mail: dict[MailKey, Six] = field(default_factory=dict, repr=False)
    tls: dict[TlsKey, int] = field(default_factory=dict, repr=False)
    raw: bytes = field(default=b"", repr=False)

    @property
    def rows(self) -> int:
        """Return about how many rows it fills."""
        return len(self.mail) + len(self.tls) + 1


@dataclass(frozen=True)
class Refusal:
    """What couldn't be taken: the file's name, a stable word, and the reason for people."""

    name: str
    key: str
    sentence: str


Found = Reading | Refusal


def read_file(content: bytes | BinaryIO, name: str, *, keeps_raw: bool = True) -> Iterator[Found]:
    """Yield each report of a file as numbers, or why it isn't one; what is damaged leaves nothing behind.

    A small file that holds one report is kept as it came; out of any other, each report is packed on its own.
    """
    name = name[:LONGEST_NAME]
    if isinstance(content, bytes) and len(content) <= _LARGEST_AS_IT_CAME and not content.lstrip().startswith(_BARE):
        found = list(_read_payloads(content, name, packs=False))
        readings = [one for one in found if isinstance(one, Reading)]
        if len(readings) < 2 or not keeps_raw:
            yield from (replace(one, raw=content) if isinstance(one, Reading) and keeps_raw else one for one in found)
            return
    yield from _read_payloads(content, name, packs=keeps_raw)


def reports_in(file: BinaryIO, name: str) -> Iterator[Found]:
    """Yield the reports of a file of any kind; each e-mail of a mailbox is a file of its own. Raw as settings say."""
    keeps_raw = bool(settings.REPORTS_KEEP_DAYS)
    start = file.read(len(_MAILBOX))
    file.seek(0)
    if start != _MAILBOX:
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
        yield from read_file(file.read() if size <= _LARGEST_AS_IT_CAME else file, name, keeps_raw=keeps_raw)
        return
    try:
        for mail in mails_of_mbox(file, name[:LONGEST_NAME]):
            yield from read_file(mail.content, mail.name, keeps_raw=keeps_raw)
    except ReportError as fault:
        yield Refusal(name[:LONGEST_NAME], fault.key, fault.sentence)


def _read_payloads(content: bytes | BinaryIO, name: str, *, packs: bool) -> Iterator[Found]:
    try:
        for payload in unpack(content, name):
            yield _read_payload(payload, packs)
    except ReportError as fault:
        yield Refusal(name, fault.key, fault.sentence)


def in_batches(found: Iterable[Found]) -> Iterator[list[Found]]:
    """Yield what was found in batches that fit one transaction."""
    batch: list[Found] = []
    rows = 0
    for one in found:
        batch.append(one)
        rows += one.rows if isinstance(one, Reading) else 1
        if len(batch) >= _MOST_IN_BATCH or rows >= _MOST_ROWS_IN_BATCH:
            yield batch
            batch, rows = [], 0
    if batch:
        yield batch


def read_again(raw: bytes, kind: str) -> Reading:
    """Return the numbers of a report whose packed bytes were kept; ReportError where they aren't whole."""
    payload = next(unpack(io.BytesIO(raw), "kept"))
    return _read_dmarc(payload, keeps_raw=False) if kind == Kind.DMARC else _read_tls(payload, keeps_raw=False)


def _read_payload(payload: Payload, keeps_raw: bool) -> Found:
    try:
        read = _read_dmarc if payload.kind is Kind.DMARC else _read_tls
        return read(payload, keeps_raw=keeps_raw)
    except ReportError as fault:
        return Refusal(payload.name[:LONGEST_NAME], fault.key, fault.sentence)


def _read_dmarc(payload: Payload, *, keeps_raw: bool) -> Reading:
    packed = _Packed(payload.pieces) if keeps_raw else None
    report = read_dmarc(packed if packed else payload.pieces)
    records, mail = _messages(report)
    total = sum(map(sum, mail.values()))
    if total > MOST_MESSAGES:
        raise ReportError("bad_count", "The report counts more messages than any domain sends.")
    return Reading(
        name=payload.name[:LONGEST_NAME],
        kind=Kind.DMARC,
        identity=identity(report),
        org_name=_plain(report.org_name),
        report_id=_plain(report.report_id),
        begin=report.begin,
        end=report.end,
        day=report.day,
        domains=(_plain(report.domain),),
        policy=_plain(report.policy.p)[:10],
        records=records,
        messages=total,
        mail=mail,
        raw=packed.whole() if packed else b"",
    )


def _messages(report: Report) -> tuple[int, dict[MailKey, Six]]:
    """Return how many records there are, and the messages that they count."""
    mail: dict[MailKey, Six] = {}
    records, domain = 0, report.domain
    for record in report.records:
        records += 1
        stated = "" if record.header_from == domain else _plain(record.header_from)
        key = record.source_ip, name_of(record)[:LONGEST_SENDER], stated
        place = _place(record.dkim_aligned, record.spf_aligned, record.disposition)
        six = (*_NOTHING[place], record.count, *_NOTHING[5 - place])
        held = mail.get(key)
        mail[key] = six if held is None else tuple(map(add, held, six))
    return records, mail


def _place(dkim: bool, spf: bool, disposition: str) -> int:
    if dkim or spf:
        return 0 if dkim and spf else 1 if dkim else 2
    return _FAILED.get(disposition, 3)


def _read_tls(payload: Payload, *, keeps_raw: bool) -> Reading:
    packed = _Packed(payload.pieces) if keeps_raw else None
    report = read_tls(packed if packed else payload.pieces)
    tls = _sessions(report)
    total = sum(tls.values())
    if total > MOST_MESSAGES:
        raise ReportError("bad_count", "The report counts more sessions than any domain sees.")
    return Reading(
        name=payload.name[:LONGEST_NAME],
        kind=Kind.TLS,
        identity=identity(report),
        org_name=_plain(report.org_name),
        report_id=_plain(report.report_id),
        begin=report.begin,
        end=report.end,
        day=(report.begin + (report.end - report.begin) / 2).date(),
        domains=tuple(sorted({_plain(policy.domain) for policy in report.policies})),
        records=len(report.policies),
        messages=total,
        tls=tls,
        raw=packed.whole() if packed else b"",
    )


def _sessions(report: TlsReport) -> dict[TlsKey, int]:
    """Count sessions; failures that no detail explains are counted as such."""
    found: dict[TlsKey, int] = {}

    def count(key: TlsKey, sessions: int) -> None:
        if sessions > 0:
            found[key] = found.get(key, 0) + sessions

    for policy in report.policies:
        domain, kind = _plain(policy.domain), _plain(policy.kind)[:LONGEST_KIND]
        count(TlsKey(domain, kind, "", ""), policy.successes)
        for detail in policy.details:
            result = _plain(detail.result_type)[:LONGEST_RESULT] or UNEXPLAINED
            count(TlsKey(domain, kind, result, _plain(detail.receiving_mx)), detail.count)
        count(TlsKey(domain, kind, UNEXPLAINED, ""), policy.failures - sum(detail.count for detail in policy.details))
    return found


def _plain(text: str) -> str:
    """Return a text that any database takes: JSON may hold zeros and halves of letters."""
    return text if text.isprintable() else "".join(letter if letter.isprintable() else "?" for letter in text)


class _Packed:
    """Passes a report's bytes on and packs them as they go by, so that they are never held whole."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._packer = zlib.compressobj(PACKING, zlib.DEFLATED, 31)
        self._held: list[bytes] = []

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self._held.append(self._packer.compress(piece))
            yield piece

    def whole(self) -> bytes:
        """Return the packed report; to be asked when it was read to its end."""
        return b"".join(self._held) + self._packer.flush()
