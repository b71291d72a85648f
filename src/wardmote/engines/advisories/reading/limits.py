"""How much may a document hold before it is refused, and what is kept of one that breaks in the middle?"""

from collections.abc import Iterator
from typing import TypeVar

from ..facts import Advisory, Broken, ReadingError

MEGABYTE = 1_000_000
PIECE = 1 << 17
# One entry of a list: the largest CVE record that its programme takes is about half of it.
MOST_ENTRY = 8 * MEGABYTE
# A document that can only be read whole.
MOST_WHOLE = 50 * MEGABYTE
DEEPEST = 64
LONGEST_LINE = MEGABYTE
# The place of what Broken says of a document that stops before its end.
END = "the end"

Found = TypeVar("Found")


def kept(found: Iterator[Found]) -> Iterator[Found | Broken]:
    """Give what is found before a document breaks: then its breaking is Broken, with END as its place.

    Where nothing was read before, the ReadingError goes on.
    """
    is_any = False
    try:
        for one in found:
            is_any = is_any or not isinstance(one, Broken)
            yield one
    except ReadingError as fault:
        if not is_any:
            raise
        yield Broken(END, str(fault))


def stops_early(found: Advisory | Broken) -> bool:
    """Say whether this tells that a document stopped before its end."""
    return isinstance(found, Broken) and found.place == END
