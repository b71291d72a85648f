"""What does a DMARC aggregate report say, read quickly and without holding more than a record of it?

expat reads the head, the end and every record that is written in an unusual way. Between two elements of the report it
doesn't need to see a record that `dmarc_plain` reads whole: such a record is well-formed on its own.
"""

import re
from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from wardmote.engines.reports.dmarc_elements import Elements, broken
from wardmote.engines.reports.dmarc_plain import Plain
from wardmote.engines.reports.dmarc_rows import report_of
from wardmote.engines.reports.refusal import ReportError
from wardmote.engines.reports.rows import Record, Report

_DECLARATION = re.compile(rb"<\?xml[^<>]*\?>")
_OTHER_ENCODING = re.compile(rb"encoding(?!\s*=\s*[\"'](?i:utf-8)[\"'])")
_WHOLE_TAG = re.compile(rb"""<[^<>"']*+(?:(?:"[^<>"]*+"|'[^<>']*+')[^<>"']*+){0,100}>""")
_BEGIN, _END = "<record>", "</record>"
_LONGEST_RECORD = 1_000_000
_MOST_WAITING = 10_000


def read_dmarc(pieces: Iterable[bytes], *, with_plain: bool = True) -> Report:
    """Return the report whose XML these bytes are; ReportError where they aren't one, now or from its records.

    With `with_plain` false, expat reads every record: slower, and to the same end.
    """
    elements = Elements()
    records = _Reading(elements, iter(pieces)).records(with_plain=with_plain)
    first: list[Record] = []
    # The head comes first; where a reporter wrote it last, its records wait for it.
    while not elements.is_head_final and (more := list(islice(records, 1))):
        first += more
        if len(first) > _MOST_WAITING:
            raise ReportError("no_head", "The report says too late who reports what about whom.")
    return report_of(elements.head, chain(first, records))


class _Reading:
    """Goes through the bytes of one report."""

    def __init__(self, elements: Elements, pieces: Iterator[bytes]) -> None:
        self._elements, self._pieces = elements, pieces

    def records(self, *, with_plain: bool) -> Iterator[Record]:
        """Yield the records in the report's order."""
        start = self._start() if with_plain else b""
        head, found, _ = start.partition(_BEGIN.encode())
        if found and _is_plain(head):
            yield from self._feed(head)
            yield from self._read_text(start[len(head) :])
        else:
            yield from self._feed(start)
        for piece in self._pieces:
            yield from self._feed(piece)
        self._elements.close()

    def _start(self) -> bytes:
        """Return the bytes up to the first record, and some more."""
        start = b""
        for piece in self._pieces:
            start += piece
            if _BEGIN.encode() in start or len(start) > _LONGEST_RECORD:
                break
        return start

    def _feed(self, piece: bytes) -> Iterator[Record]:
        self._elements.feed(piece)
        yield from self._elements.take()

    def _read_text(self, piece: bytes) -> Iterator[Record]:
        """Yield records as long as the report is what a plain one can be; expat is up to date afterwards."""
        plain, decoder, elements = Plain(), getincrementaldecoder("utf-8")(), self._elements
        text, at = self._decoded(decoder, piece), 0
        while elements.is_between_records:
            if found := plain.read(text, at):
                record, at = found
                elements.end_record()
                yield record
                continue
            end = text.find(_END, at)
            if end < 0:
                piece = next(self._pieces, b"")
                text, at = text[at:] + self._decoded(decoder, piece), 0
                if not piece or len(text) > _LONGEST_RECORD:
                    break
                continue
            odd, at = text[at : end + len(_END)], end + len(_END)
            yield from self._feed(odd.encode())
            if "<!" in odd or "<?" in odd:
                break
        yield from self._feed(text[at:].encode() + decoder.getstate()[0])

    def _decoded(self, decoder: IncrementalDecoder, piece: bytes) -> str:
        try:
            return decoder.decode(piece, not piece)
        except UnicodeDecodeError as fault:
            raise broken(self._elements.records_read) from fault


def _is_plain(head: bytes) -> bool:
    """Say whether what comes before the first record leaves no doubt that it is one.

    It is UTF-8, holds no comment or section that the record could be inside, and ends outside of every tag.
    """
    declaration = _DECLARATION.match(head)
    rest = head[declaration.end() :] if declaration else head
    if declaration and _OTHER_ENCODING.search(declaration[0]):
        return False
    return b"<!" not in rest and b"<?" not in rest and b"<" not in _WHOLE_TAG.sub(b"", rest)
