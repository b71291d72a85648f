"""What does an uploaded table of systems say, row by row, and how do both lists read as tables? Pure: no database."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wardmote.engines.cells import as_written, harmless
from wardmote.kernel.denial import Denied

from .facts import SystemFacts, fit
from .models import Hosting, SystemKind

COLUMNS = ("name", "kind", "hosting", "supplier", "owner", "services")
NEEDED = ("name", "kind")
MOST_BYTES, MOST_ROWS, MOST_FAULTS = 2_000_000, 2_000, 20


class TableFault(Exception):
    """What is wrong with the table: a sentence for each row that isn't fit, naming its line."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class Row:
    """One system of a table, and the line on which it ends."""

    line: int
    facts: SystemFacts


def read_systems(text: str, services: Mapping[str, int]) -> tuple[Row, ...]:
    """Return the rows of a table, or raise TableFault; `services` are the numbers by name and key in small letters."""
    rows: list[Row] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for line, values in read_lines(text, NEEDED):
        try:
            facts = _facts(values, services)
            name = facts.name.casefold()
            if name in seen:
                raise Denied(_("“%(name)s” stands on line %(first)s too.") % {"name": facts.name, "first": seen[name]})
            seen[name] = line
            rows.append(Row(line, facts))
        except Denied as refusal:
            faults.append(_("Line %(line)s: %(what)s") % {"line": line, "what": refusal.sentence})
        if len(faults) >= MOST_FAULTS:
            raise TableFault(*faults, _("We stopped looking here. Correct these lines first."))
    if faults:
        raise TableFault(*faults)
    if not rows:
        raise TableFault(_("The table has no rows below its first line. Add a line for each system."))
    return tuple(rows)


def write_table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a CSV table whose cells no spreadsheet takes for formulas."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def read_lines(text: str, needed: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row's line and its values by column; raise TableFault where the table can't be read."""
    if len(text.encode()) > MOST_BYTES:
        raise TableFault(_("The file is larger than 2 MB. Send it in parts."))
    if "\x00" in text:
        raise TableFault(_("This isn't a CSV file. Save the table as CSV (UTF-8) and try again."))
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    try:
        reader.fieldnames = [column.strip().lower() for column in reader.fieldnames or []]
        absent = [column for column in needed if column not in reader.fieldnames]
        if absent:
            raise TableFault(_("Line 1: these columns are missing: %(names)s.") % {"names": ", ".join(absent)})
        for count, row in enumerate(reader):
            if count >= MOST_ROWS:
                raise TableFault(_("The table has more than 2,000 rows. Send it in parts."))
            if None in row or None in row.values():
                sentence = _("Line %(line)s: this row doesn't have as many values as line 1 has columns.")
                raise TableFault(sentence % {"line": reader.line_num})
            yield reader.line_num, {column: _plain(value) for column, value in row.items()}
    except csv.Error as fault:
        sentence = _("Line %(line)s: this can't be read as CSV. Look for a quotation mark that isn't closed.")
        raise TableFault(sentence % {"line": reader.line_num + 1}) from fault


def _plain(cell: str) -> str:
    """Take back what `harmless` put before a cell, so that a downloaded table can be sent again."""
    return as_written(cell.strip())


def _facts(values: dict[str, str], services: Mapping[str, int]) -> SystemFacts:
    if not values["name"]:
        raise Denied(_("the name is missing."))
    return fit(
        SystemFacts(
            name=values["name"],
            kind=_one_of(values["kind"], SystemKind.values, "kind"),
            hosting=_one_of(values.get("hosting") or Hosting.UNKNOWN, Hosting.values, "hosting"),
            supplier=values.get("supplier", ""),
            owner=values.get("owner", ""),
            description=values.get("description", ""),
            services=_numbers(values.get("services", ""), services),
        )
    )


def _one_of(word: str, known: list[str], column: str) -> str:
    if word.lower() not in known:
        says = {"column": column, "word": word[:40], "known": ", ".join(known)}
        raise Denied(_("%(column)s is “%(word)s”. It must be one of: %(known)s.") % says)
    return word.lower()


def _numbers(words: str, services: Mapping[str, int]) -> tuple[int, ...]:
    names = [name for part in words.split(";") if (name := " ".join(part.split()))]
    unknown = [name for name in names if name.casefold() not in services]
    if unknown:
        raise Denied(
            _("“%(name)s” isn't on your list of services. Add it there first, or correct its name.")
            % {"name": unknown[0][:120]}
        )
    return tuple(services[name.casefold()] for name in names)
