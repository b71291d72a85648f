"""What does a file of statements in our own TOML say?"""

import re
import tomllib

from wardmote.engines.frameworks.importing.draft import Draft, Line, refuse, status_named
from wardmote.engines.frameworks.table import FrameworkError, Table

KIND = "statements"
LONGEST_LINE = 8_000
_STATEMENT = re.compile(r"\s*\[\[\s*statements\s*\]\]")


def read_toml(text: str, file_name: str) -> Draft:
    """Read the statements; FrameworkError for text that isn't TOML, or isn't built as expected."""
    root = Table(file_name, _parsed(text, file_name))
    root.holds("kind", "framework", "version", "source", "statements")
    if root.text("kind") != KIND:
        raise root.refuse(f'"kind" must be "{KIND}", not "{root.text("kind")}"')
    tables = root.tables("statements", "statement")
    numbers = _line_numbers(text, len(tables))
    lines = tuple(_line(table, number) for table, number in zip(tables, numbers, strict=True))
    return Draft(
        framework=root.id("framework"),
        version=root.text("version"),
        lines=lines,
        outcomes={line.outcome: (line.number, "") for line in reversed(lines)},
        attribution=root.text("source"),
    )


def _parsed(text: str, file_name: str) -> dict[str, object]:
    """The file as tables. A line without end would cost the parser more than its length."""
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            raise refuse(file_name, number, f"the line has more than {LONGEST_LINE:,} characters")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FrameworkError(f"{file_name}: this is not valid TOML: {error}.") from error
    except RecursionError as error:
        raise FrameworkError(f"{file_name}: lists are nested too deep.") from error


def _line(table: Table, number: int) -> Line:
    table.holds("outcome", "level", "says", optional=["id"])
    status = status_named(table.text("level"))
    if status is None:
        raise table.refuse(f'"{table.text("level")}" is not a level')
    given = table.text("id") if "id" in table.entries else ""
    return Line(number, table.text("outcome"), status, given, _says(table))


def _says(table: Table) -> str:
    """The statement; an empty one is no damage, but left out and said."""
    says = table.entries["says"]
    if not isinstance(says, str):
        raise table.refuse('"says" must be text')
    return says.strip()


def _line_numbers(text: str, count: int) -> list[int]:
    """The lines of the `[[statements]]`; the TOML reader itself keeps none. 0 where they can't be told."""
    found = [number for number, line in enumerate(text.split("\n"), start=1) if _STATEMENT.match(line)]
    return found if len(found) == count else [0] * count
