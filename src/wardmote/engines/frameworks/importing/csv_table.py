"""What does a table of statements say: one row a statement, under the names outcome, level, statement and id?

The file's name says the framework and its version (`caf-3.2.csv`). A comma, a semicolon or a tab may part the cells.
"""

import csv
import io
from collections.abc import Iterator

from wardmote.engines.frameworks.importing.draft import Draft, Line, refuse, status_named
from wardmote.engines.frameworks.importing.edition import edition_in
from wardmote.engines.frameworks.outcomes import Status

NEEDED = ("outcome", "level", "statement")
COLUMNS = {*NEEDED, "id"}
MOST_ROWS = 10_000


def read_csv(text: str, file_name: str) -> Draft:
    """Read the statements; FrameworkError names the line of the first damage."""
    edition = edition_in(file_name)
    if edition is None:
        raise refuse(file_name, 0, 'the name must say the framework and its version, such as "caf-3.2.csv"')
    try:
        lines = tuple(_lines(text, file_name))
    except csv.Error as error:
        raise refuse(file_name, 0, f"this is not a sound CSV table: {error}") from error
    outcomes = {line.outcome: (line.number, "") for line in reversed(lines)}
    return Draft(*edition, lines=lines, outcomes=outcomes)


def _lines(text: str, file_name: str) -> Iterator[Line]:
    rows = _rows(text)
    first, head = next(rows, (1, []))
    places = _places([cell.strip().lower() for cell in head], first, file_name)
    for count, (number, row) in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise refuse(file_name, number, f"the table has more than {MOST_ROWS:,} rows")
        if len(row) > len(head):
            raise refuse(file_name, number, f"the row has {len(row)} cells under {len(head)} names")
        cells = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
        yield Line(
            number=number,
            outcome=_present(cells, "outcome", number, file_name),
            level=_level(_present(cells, "level", number, file_name), number, file_name),
            id=cells.get("id", ""),
            says=cells["statement"],
        )


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that isn't empty, with the line that it starts on."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield line, row
        line = reader.line_num + 1


def _places(head: list[str], line: int, file_name: str) -> dict[str, int]:
    for name in NEEDED:
        if name not in head:
            raise refuse(file_name, line, f'the column "{name}" is missing; the first row must name the columns')
    for name in head:
        if name not in COLUMNS:
            raise refuse(file_name, line, f'the column "{name}" is not one that belongs here')
        if head.count(name) > 1:
            raise refuse(file_name, line, f'the column "{name}" is there {head.count(name)} times')
    return {name: place for place, name in enumerate(head)}


def _present(cells: dict[str, str], name: str, line: int, file_name: str) -> str:
    if not cells[name]:
        raise refuse(file_name, line, f'"{name}" is empty')
    return cells[name]


def _level(words: str, line: int, file_name: str) -> Status:
    status = status_named(words)
    if status is None:
        known = ", ".join(f'"{one}"' for one in Status)
        raise refuse(file_name, line, f'"{words}" is not a level; the levels are {known}')
    return status
