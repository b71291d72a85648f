"""What does an inspection say, and what is a kind of document?"""

from collections.abc import Callable
from dataclasses import dataclass

LARGEST_FILE = 10_000_000


class Refused(Exception):
    """The file isn't taken; `sentence` says why, and what the person can do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Inspection:
    """The answer for one file. Without a refusal, `kind` and `media_type` say what it is; warnings are advice."""

    kind: str
    media_type: str
    refusal: str | None = None
    warnings: tuple[str, ...] = ()

    @property
    def is_taken(self) -> bool:
        """Whether the file may be kept."""
        return self.refusal is None


@dataclass(frozen=True)
class Kind:
    """A kind of document: its id, the endings of its names, and a check that raises Refused or returns warnings."""

    key: str
    title: str
    endings: tuple[str, ...]
    media_type: str
    check: Callable[[bytes], tuple[str, ...]]
