"""Which kinds of entry do the files of outlines, profiles and mappings share?"""

import re
import tomllib
from collections.abc import Iterable

from wardmote.engines.frameworks.outcomes import Status
from wardmote.engines.frameworks.table import FrameworkError, Table

_CODE = re.compile(r"[A-Za-z0-9]+([.-][A-Za-z0-9]+)*")
_VERSION = re.compile(r"\d+(\.\d+)*")
_EDITION = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*-\d+(\.\d+)*")


def opened(text: str, where: str, kind: str) -> Table:
    """The whole file as a table; FrameworkError for text that isn't TOML and for a file of another kind."""
    try:
        root = Table(where, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise FrameworkError(f"{where}: this is not valid TOML: {error}.") from error
    if root.entries.get("kind") != kind:
        raise root.refuse(f'"kind" must be "{kind}", not {root.entries.get("kind")!r}')
    return root


def code(table: Table, name: str = "id") -> str:
    """An id as the source writes it: A1.a, Q3, firewalls."""
    return _matching(table, name, _CODE, "letters and digits joined by full stops or hyphens")


def version(table: Table, name: str = "version") -> str:
    """Whole numbers joined by full stops."""
    return _matching(table, name, _VERSION, "whole numbers joined by full stops")


def edition(table: Table, name: str) -> str:
    """A key and a version joined by a hyphen: caf-3.2."""
    return _matching(table, name, _EDITION, 'a key and a version such as "caf-3.2"')


def claim(table: Table, name: str) -> bool:
    """True or false, and no word for either."""
    value = table.entries.get(name)
    if not isinstance(value, bool):
        raise table.refuse(f'"{name}" must be true or false, not {value!r}')
    return value


def status(table: Table, name: str) -> Status:
    """A status by the word that is stored for it."""
    value = table.text(name)
    if value not in list(Status):
        raise table.refuse(f'"{name}" must be one of {", ".join(Status)}, not "{value}"')
    return Status(value)


def optional_text(table: Table, name: str) -> str:
    """A text with something in it, or nothing where the entry is left out."""
    return table.text(name) if name in table.entries else ""


def some_tables(table: Table, name: str, called: str) -> list[Table]:
    """A list of at least one table."""
    inner = table.tables(name, called)
    if not inner:
        raise table.refuse(f'"{name}" must hold at least one {called}')
    return inner


def refuse_repeats(table: Table, called: str, ids: Iterable[str]) -> None:
    """Refuse an id that is used more than once."""
    ids = list(ids)
    for one in ids:
        if ids.count(one) > 1:
            raise table.refuse(f'the {called} "{one}" is used {ids.count(one)} times')


def _matching(table: Table, name: str, pattern: re.Pattern[str], form: str) -> str:
    value = table.text(name)
    if not pattern.fullmatch(value):
        raise table.refuse(f'"{name}" must be {form}, not "{value}"')
    return value
