"""What can't be read of a document?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Broken:
    """One entry that can't be read: where it stands (a number from 1, an id, a line), and what is wrong with it."""

    place: str
    says: str


class ReadingError(Exception):
    """A document as a whole can't be taken. The text is for the person who sent it, and says what to do."""
