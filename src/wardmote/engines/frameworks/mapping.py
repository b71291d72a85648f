"""Where does an answer to one framework also speak to another?"""

from dataclasses import dataclass
from enum import StrEnum


class Fit(StrEnum):
    """How well one item stands for another: the same thing, part of it, or only related. The values are stored."""

    SAME = "same"
    PART = "part"
    RELATED = "related"


@dataclass(frozen=True)
class Pair:
    """One item of the source beside one of the target; `note` says in a sentence what differs, or is empty."""

    source: str
    target: str
    fit: Fit
    note: str = ""


@dataclass(frozen=True)
class Item:
    """Something of a framework that has no file of its own here: an LGA question, a Cyber Essentials control."""

    id: str
    title: str


@dataclass(frozen=True)
class Mapping:
    """Two editions (`caf-3.2`, `lga-ten-1`) and the pairs between them. Read from either side."""

    source: str
    target: str
    title: str
    note: str
    pairs: tuple[Pair, ...]
    items: tuple[Item, ...] = ()

    def from_source(self, item: str) -> tuple[Pair, ...]:
        """The pairs of one item of the source."""
        return tuple(pair for pair in self.pairs if pair.source == item)

    def from_target(self, item: str) -> tuple[Pair, ...]:
        """The pairs of one item of the target."""
        return tuple(pair for pair in self.pairs if pair.target == item)

    def title_of(self, item: str) -> str:
        """The title of an item that this mapping carries itself, else its id."""
        return next((found.title for found in self.items if found.id == item), item)
