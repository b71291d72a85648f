"""What does a DMARC report say, element by element? Read by expat, whatever the report's XML looks like.

Element names count without their namespace and in any case; unknown elements are passed over. A document type is
refused, and with it every entity. Nothing is held but one record: expat is told no token of more than a megabyte.
"""

from collections.abc import Iterator, Mapping
from xml.parsers import expat

from wardmote.engines.reports.dmarc_rows import Draft, Groups
from wardmote.engines.reports.refusal import ReportError
from wardmote.engines.reports.rows import Record

DEEPEST = 32
LONGEST_TEXT = 4_096
MOST_IN_RECORD, MOST_OUTSIDE, MOST_ELEMENTS = 1_000, 10_000, 5_000_000
_LONGEST_TOKEN = 1_000_000
_HEAD: dict[tuple[str, ...], str] = {
    ("report_metadata", "org_name"): "org_name",
    ("report_metadata", "report_id"): "report_id",
    ("report_metadata", "date_range", "begin"): "begin",
    ("report_metadata", "date_range", "end"): "end",
    **{
        ("policy_published", name): name
        for name in ("domain", "p", "sp", "np", "adkim", "aspf", "pct", "fo", "testing", "discovery_method")
    },
}
_LEAVES: dict[tuple[str, ...], str] = {
    ("row", "source_ip"): "source_ip",
    ("row", "count"): "count",
    ("row", "policy_evaluated", "disposition"): "disposition",
    ("row", "policy_evaluated", "dkim"): "dkim",
    ("row", "policy_evaluated", "spf"): "spf",
    ("identifiers", "header_from"): "header_from",
    ("identifiers", "envelope_from"): "envelope_from",
    ("identifiers", "envelope_to"): "envelope_to",
}
_GROUPS: dict[tuple[str, ...], str] = {
    ("row", "policy_evaluated", "reason"): "reason",
    ("auth_results", "dkim"): "dkim",
    ("auth_results", "spf"): "spf",
}


class Elements:
    """Follows one report; its records are taken as they are complete, its head once it is."""

    def __init__(self) -> None:
        self.head: dict[str, str] = {}
        self.records_read = 0
        self.is_head_final = False
        self._ready: list[Record] = []
        self._path: list[str] = []
        self._root = 0  # how many elements are open around what is directly inside `feedback`
        self._is_closed = False
        self._fed = 0
        self._text: list[str] = []
        self._length = 0
        self._is_wanted = False
        self._leaves: dict[str, str] = {}
        self._groups: Groups = {}
        self._group: dict[str, str] = {}
        self._elements = 0
        self._since_mark = 0  # elements since a record began or ended
        self._parser = self._make_parser()

    def _make_parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._say
        return parser

    @property
    def is_between_records(self) -> bool:
        """Say whether what comes next is directly inside `feedback`."""
        return self._root > 0 and len(self._path) == self._root and not self._is_closed

    def end_record(self) -> None:
        """Count a record, wherever it was read; a head that is complete by then is final."""
        self.records_read += 1
        self.is_head_final = {"begin", "end", "domain"} <= self.head.keys()

    def feed(self, piece: bytes) -> None:
        """Read on."""
        self._parse(piece, is_last=False)
        self._fed += len(piece)
        if self._fed - max(0, self._parser.CurrentByteIndex) > _LONGEST_TOKEN + len(piece):
            raise ReportError("too_long", "The report holds a single tag or comment of more than a megabyte.")

    def close(self) -> None:
        """Say that there is no more; ReportError where the report isn't complete."""
        # Some reporters put the opening tag of a schema around the report, and never close it.
        is_wrapped = self._is_closed and self._root == 2 and len(self._path) == 1
        if not is_wrapped:
            self._parse(b"", is_last=True)
        if not self._is_closed:
            raise _no_report()

    def take(self) -> Iterator[Record]:
        """Yield the records that are complete, once."""
        ready, self._ready = self._ready, []
        yield from ready

    def _parse(self, piece: bytes, *, is_last: bool) -> None:
        try:
            self._parser.Parse(piece, is_last)
        except (expat.ExpatError, UnicodeError, ValueError, LookupError) as fault:
            raise broken(self.records_read) from fault

    def _start(self, name: str, _attributes: Mapping[str, str]) -> None:
        local = name.rpartition(":")[2].lower()
        path = self._path
        path.append(local)
        self._is_wanted, self._length = False, 0
        self._text.clear()
        self._count(path)
        if not self._root:
            self._look_for_root(local)
            return
        if self._is_closed:
            self._check_after(local)
            return
        inside = tuple(path[self._root :])
        if inside[0] != "record":
            self._is_wanted = inside in _HEAD
        elif len(inside) == 1:
            self._leaves, self._groups, self._group = {}, {"reason": [], "dkim": [], "spf": []}, {}
            self._since_mark = 0
        elif inside[1:] in _GROUPS:
            self._group = {}
            self._groups[_GROUPS[inside[1:]]].append(self._group)
        else:
            self._is_wanted = inside[1:] in _LEAVES or inside[1:-1] in _GROUPS

    def _count(self, path: list[str]) -> None:
        """Refuse a report with more elements, or deeper ones, than any reporter needs."""
        self._elements += 1
        if len(path) > DEEPEST:
            raise ReportError("too_deep", f"The report nests elements more than {DEEPEST} deep.")
        self._since_mark += 1
        if self._since_mark > (MOST_IN_RECORD if "record" in path else MOST_OUTSIDE) or self._elements > MOST_ELEMENTS:
            raise ReportError("too_many", "The report holds more elements than any report needs.")

    def _check_after(self, local: str) -> None:
        if local == "feedback":
            raise ReportError("several", "The file holds more than one report.")

    def _look_for_root(self, local: str) -> None:
        if local == "feedback":
            self._root = len(self._path)
        elif len(self._path) == 2:
            raise _no_report()

    def _end(self, _name: str) -> None:
        path, is_wanted = self._path, self._is_wanted
        self._is_wanted = False
        if is_wanted:
            self._keep(tuple(path[self._root :]), "".join(self._text).strip(_BLANKS))
        elif len(path) == self._root:
            self._is_closed = True
        elif self._root and len(path) == self._root + 1 and path[-1] == "record" and not self._is_closed:
            self._ready.append(Draft(self._leaves, self._groups).record())
            self.end_record()
            self._since_mark = 0
        path.pop()

    def _keep(self, inside: tuple[str, ...], text: str) -> None:
        if inside[0] != "record":
            self.head |= {} if self.is_head_final else {_HEAD[inside]: text}
        elif inside[1:] in _LEAVES:
            self._leaves[_LEAVES[inside[1:]]] = text
        else:
            self._group[inside[-1]] = text

    def _say(self, text: str) -> None:
        if self._is_wanted:
            self._text.append(text)
            self._length += len(text)
            if self._length > LONGEST_TEXT:
                raise ReportError("too_long", f"The report holds a text of more than {LONGEST_TEXT} characters.")


_BLANKS = " \t\r\n"


def broken(records: int) -> ReportError:
    """Return the refusal of a report whose XML breaks after so many records."""
    place = f"after record {records}" if records else "before the end of its first record"
    return ReportError("broken_xml", f"The report is not well-formed XML: it breaks {place}.")


def _no_report() -> ReportError:
    return ReportError("no_report", "The XML is not a DMARC aggregate report.")


def _refuse_doctype(*_declared: object) -> None:
    raise ReportError("doctype", "The report declares a document type, which may hide an attack. It is not read.")
