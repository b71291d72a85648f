"""Is what stands at one place of a JSON file what belongs there?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from wardmote.engines.frameworks.exchange.refusal import ExchangeError, refuse

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True)
class Entry:
    """One value and its path, such as `outcomes[3].status`. Each method gives a value of its type, or refuses."""

    path: str
    value: Any
    name: str = ""

    def refuse(self, fault: str) -> ExchangeError:
        """The refusal for a fault here."""
        return refuse(self.path or "The file", fault)

    def holds(self, *names: str) -> None:
        """Refuse anything but an object with exactly these entries."""
        found = self._object()
        for name in names:
            if name not in found:
                raise self.refuse(f'"{name}" is missing')
        for name in found:
            if name not in names:
                raise self.refuse(f'"{name[:60]}" is not an entry that belongs here')

    def inner(self, name: str) -> Entry:
        """The entry of this name, which `holds` has found."""
        return Entry(f"{self.path}.{name}".removeprefix("."), self._object()[name], name)

    def entries(self) -> list[Entry]:
        """Every entry of an object."""
        return [self.inner(name) for name in self._object()]

    def items(self, most: int) -> list[Entry]:
        """The items of a list."""
        if not isinstance(self.value, list):
            raise self.refuse("this must be a list")
        if len(self.value) > most:
            raise self.refuse(f"the list has more than {most:,} items")
        return [Entry(f"{self.path}[{place}]", item) for place, item in enumerate(self.value)]

    def text(self) -> str:
        """A text, empty or not."""
        if not isinstance(self.value, str):
            raise self.refuse("this must be text")
        return self.value

    def one_of(self, words: type[Word]) -> Word:
        """One of the words that belong here."""
        try:
            return words(self.text())
        except ValueError as error:
            known = ", ".join(f'"{word}"' for word in words)
            raise self.refuse(f"this must be one of {known}, not {self.text()[:60]!r}") from error

    def whole_number(self) -> int:
        """A whole number; true and false are none."""
        if type(self.value) is not int:
            raise self.refuse("this must be a whole number")
        return self.value

    def claim(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            raise self.refuse("this must be true or false")
        return self.value

    def _object(self) -> dict[str, Any]:
        if not isinstance(self.value, dict):
            raise self.refuse("this must be an object")
        return self.value
