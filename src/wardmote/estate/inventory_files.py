"""Which products does a file list: a table (CSV, Excel) or a software bill of materials? Pure: no database."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from wardmote.engines.advisories.facts import ReadingError
from wardmote.engines.advisories.inventory import Line, read_inventory
from wardmote.engines.advisories.inventory.listed import is_listed
from wardmote.engines.advisories.inventory.unpacking import unpack
from wardmote.engines.cells import as_written
from wardmote.engines.frameworks.exchange import ExchangeError
from wardmote.kernel.denial import Denied

from .line_facts import LONGEST_VERSION, LONGEST_WRITTEN, LineFacts, fit_line, plain_words, written_of
from .models import ItemSource
from .tables import MOST_FAULTS, TableFault
from .workbooks import is_workbook, rows_of_sheet

COLUMNS = ("vendor", "product", "version", "system", "note", "exposed")
LARGEST_MB = 50
MOST_ROWS, LARGEST_TABLE = 100_000, 20_000_000
# What other programs call our columns, in small letters and without spaces.
_CALLED = {
    **dict.fromkeys(("publisher", "manufacturer", "maker", "supplier", "applicationpublisher"), "vendor"),
    **dict.fromkeys(("name", "software", "application", "displayname", "productname", "applicationname"), "product"),
    **dict.fromkeys(("displayversion", "productversion", "applicationversion", "release"), "version"),
    **dict.fromkeys(("notes", "comment", "comments"), "note"),
    **dict.fromkeys(("isexposed", "internetfacing", "internet-facing"), "exposed"),
}
_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"", "no", "n", "false", "0"})
_OLD_WORKBOOK, _PDF = b"\xd0\xcf\x11\xe0", b"%PDF"
_FILES = frozenset({"file", "data"})
Row = tuple[int, dict[str, str]]


@dataclass(frozen=True)
class ListedFile:
    """What a file lists: its kind in words, its lines, what of it can't be read, and how many plain files it names."""

    source: ItemSource
    format: str
    lines: tuple[LineFacts, ...]
    broken: tuple[str, ...] = ()
    left_out: int = 0


def read_file(content: bytes, systems: Mapping[str, int], system: int | None = None) -> ListedFile:
    """Read a file, as it is or packed; `systems` are the council's by name in small letters, for a table's column.

    `system` is where everything belongs that names no system. TableFault says what to correct.
    """
    try:
        if is_workbook(content):
            return _table("Excel", _rows_by_column(rows_of_sheet(content)), systems, system)
        document = unpack(content)
        if not document.strip():
            raise TableFault(_("The file is empty."))
        if _is_parts_list(document):
            return _parts(document, system)
    except (ReadingError, ExchangeError) as fault:
        raise TableFault(str(fault)) from fault
    return _table("CSV", _rows_of_csv(document), systems, system)


def _is_parts_list(document: bytes) -> bool:
    start = document.removeprefix(b"\xef\xbb\xbf").lstrip()[:4096]
    text = start.decode(errors="replace")
    return start[:1] in (b"{", b"<") or "SPDXVersion:" in text or is_listed(text)


def _parts(document: bytes, system: int | None) -> ListedFile:
    found = read_inventory(document)
    told = [line for line in found.lines if line.cpe or line.purl or line.kind not in _FILES]
    lines = tuple(replace(line_of_part(line), system=system) for line in told)
    if not lines:
        raise TableFault(_("The file lists no software that we can read. Make it again, with components."))
    broken = tuple(f"{one.place}: {one.says}" for one in found.broken)
    return ListedFile(ItemSource.SBOM, found.format, lines, broken, len(found.lines) - len(told))


def line_of_part(part: Line) -> LineFacts:
    """Return a component of a software bill of materials as a line."""
    return LineFacts(
        written=plain_words(part.as_written or written_of(part.vendor, part.name, part.version))[:LONGEST_WRITTEN],
        vendor=part.vendor,
        name=part.name,
        version=part.version[:LONGEST_VERSION],
        cpe=part.cpe,
        purl=part.purl,
    )


def _table(form: str, rows: Iterable[Row], systems: Mapping[str, int], system: int | None) -> ListedFile:
    found: dict[tuple[str, int | None], LineFacts] = {}
    faults: list[str] = []
    for number, values in rows:
        try:
            line = _line_of_row(values, systems, system)
            found[line.place] = line
        except Denied as refusal:
            faults.append(_("Line %(line)s: %(what)s") % {"line": number, "what": refusal.sentence})
        if len(faults) >= MOST_FAULTS:
            raise TableFault(*faults, _("We stopped looking here. Correct these lines first."))
    if faults:
        raise TableFault(*faults)
    if not found:
        raise TableFault(_("The table has no rows below its first line. Add a line for each product."))
    return ListedFile(ItemSource.TABLE, form, tuple(found.values()))


def _line_of_row(values: Mapping[str, str], systems: Mapping[str, int], system: int | None) -> LineFacts:
    vendor, name, version = (values.get(column, "") for column in ("vendor", "product", "version"))
    if not name:
        raise Denied(_("the product is missing."))
    exposed = values.get("exposed", "").lower()
    if exposed not in _YES | _NO:
        raise Denied(_("exposed is “%(word)s”. It must be yes or no.") % {"word": exposed[:40]})
    place = " ".join(values.get("system", "").split())
    if place and place.casefold() not in systems:
        raise Denied(
            _("“%(name)s” isn't on your list of systems. Add it there first, or correct its name.")
            % {"name": place[:120]}
        )
    return fit_line(
        LineFacts(
            written_of(vendor, name, version),
            vendor,
            name,
            version,
            system=systems[place.casefold()] if place else system,
            note=values.get("note", ""),
            is_exposed=exposed in _YES if exposed else None,
        )
    )


def _rows_of_csv(content: bytes) -> Iterator[Row]:
    if content.startswith(_OLD_WORKBOOK):
        raise TableFault(_("The file is locked, or in the old .xls form. Save it as .xlsx or CSV and try again."))
    if b"\x00" in content or content.startswith(_PDF):
        raise TableFault(_("This is no list of software that we know. Send CSV, Excel, CycloneDX or SPDX."))
    if len(content) > LARGEST_TABLE:
        raise TableFault(_("The table is larger than 20 MB. Send it in parts."))
    text = _decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        head = _head(next(reader, []))
        for count, row in enumerate(reader):
            if count >= MOST_ROWS:
                raise TableFault(_("The table has more than 100,000 rows. Send it in parts."))
            if not any(row):
                continue
            if len(row) > len(head):
                sentence = _("Line %(line)s: this row has more values than line 1 has columns.")
                raise TableFault(sentence % {"line": reader.line_num})
            yield reader.line_num, _values(head, row)
    except csv.Error as fault:
        sentence = _("Line %(line)s: this can't be read as CSV. Look for a quotation mark that isn't closed.")
        raise TableFault(sentence % {"line": reader.line_num + 1}) from fault


def _decoded(content: bytes) -> str:
    """Return a table's text. Excel writes CSV in the old Windows letters unless it is told otherwise."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max((",", ";", "\t"), key=first.count)


def _head(cells: Iterable[str]) -> list[str]:
    """Return our names of a table's columns, or raise TableFault where it names no products."""
    names = [re.sub(r"[\s_]+", "", cell.strip().lower()) for cell in cells]
    known = [name if name in COLUMNS else _CALLED.get(name, "") for name in names]
    # The first of two columns of one meaning holds; our own names before others'.
    places = {name: known.index(name) for name in COLUMNS if name in known}
    places |= {name: names.index(name) for name in COLUMNS if name in names}
    if "product" not in places:
        raise TableFault(_("Line 1: no column is called “product”. Name it so, and send the table again."))
    return [name if name and places[name] == place else "" for place, name in enumerate(known)]


def _values(head: list[str], row: Iterable[str]) -> dict[str, str]:
    return {name: plain_words(as_written(cell.strip())) for name, cell in zip(head, row, strict=False) if name}


def _rows_by_column(rows: Iterable[tuple[int, list[str]]]) -> Iterator[Row]:
    found = iter(rows)
    _number, first = next(found, (1, []))
    head = _head(first)
    for number, row in found:
        if any(row):
            yield number, _values(head, row)
