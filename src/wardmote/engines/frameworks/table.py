"""Is what a framework's file says at one place what belongs there, and if not, where is the fault?"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class FrameworkError(Exception):
    """A framework can't be used; the message is a sentence that names the place and the fault."""


@dataclass(frozen=True)
class Table:
    """One table of a TOML file and the words for where it is.

    Each method returns an entry of the wanted type or raises FrameworkError, so that a damaged file is
    refused at its first fault and nothing in it is lost silently.
    """

    where: str
    entries: Mapping[str, object]

    def refuse(self, fault: str) -> FrameworkError:
        """The error for a fault in this table."""
        return FrameworkError(f"{self.where}: {fault}.")

    def holds(self, *required: str, optional: Collection[str] = ()) -> None:
        """Refuse a missing entry, and one that nobody would read (a misspelt name, most often)."""
        for name in required:
            if name not in self.entries:
                raise self.refuse(f'"{name}" is missing')
        for name in self.entries:
            if name not in required and name not in optional:
                raise self.refuse(f'"{name}" is not an entry that belongs here')

    def text(self, name: str) -> str:
        """A text with something in it."""
        return self._as_text(name, self.entries.get(name))

    def id(self, name: str = "id") -> str:
        """A stable id: small letters and digits, words joined by hyphens."""
        value = self.text(name)
        if not _ID.fullmatch(value):
            raise self.refuse(f'"{name}" must be small letters and digits joined by hyphens, not "{value}"')
        return value

    def whole_number(self, name: str, lowest: int, highest: int) -> int:
        """A whole number within bounds."""
        value = self.entries.get(name)
        if type(value) is not int or not lowest <= value <= highest:
            raise self.refuse(f'"{name}" must be a whole number from {lowest} to {highest}, not {value!r}')
        return value

    def number(self, name: str) -> float:
        """A number above 0; TOML's own infinities and not-a-numbers are refused."""
        value = self.entries.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
            raise self.refuse(f'"{name}" must be a number above 0, not {value!r}')
        return float(value)

    def items(self, name: str) -> list[object]:
        """A list of anything."""
        value = self.entries.get(name)
        if not isinstance(value, list):
            raise self.refuse(f'"{name}" must be a list')
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, each with something in it."""
        return tuple(self._as_text(f"{name} {n}", item) for n, item in enumerate(self.items(name), start=1))

    def table(self, name: str, called: str) -> Table:
        """A table inside this one."""
        return self._as_table(called, self.entries.get(name))

    def tables(self, name: str, called: str) -> list[Table]:
        """A list of tables, each known by its id where it has one and else by its position."""
        inner = [self._as_table(f"{called} {n}", item) for n, item in enumerate(self.items(name), start=1)]
        return [self._known_by_id(table, called) if "id" in table.entries else table for table in inner]

    def _known_by_id(self, table: Table, called: str) -> Table:
        return Table(f'{self.where}, {called} "{table.entries["id"]}"', table.entries)

    def _as_text(self, name: str, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(f'"{name}" must be text with something in it')
        return value

    def _as_table(self, called: str, value: object) -> Table:
        if not isinstance(value, dict):
            raise self.refuse(f"{called} must be a table")
        return Table(f"{self.where}, {called}", value)
