"""Which entries does a feed hold? Read by expat, piece by piece: no document type, no entities, a bounded size."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from ..facts import ReadingError
from .limits import DEEPEST, MEGABYTE

MOST_BYTES = 50 * MEGABYTE
_PIECE = 1 << 16
_LONGEST_FIELD = 200_000
_MOST_LINKS = 50
_ENTRIES = ("item", "entry")
_TEXTS = {"description": 1, "summary": 1, "content": 2, "encoded": 2}
_SINGLE = {"title": "title", "guid": "id", "id": "id", "pubdate": "published", "published": "published"}
_SINGLE |= {"date": "published", "updated": "updated", "modified": "updated", "issued": "published"}


@dataclass
class FeedEntry:
    """An entry as it stands in the feed: its texts may be markup."""

    source: str = ""
    title: str = ""
    id: str = ""
    published: str = ""
    updated: str = ""
    text: str = ""
    links: list[str] = field(default_factory=list)
    weight: int = 0


def feed_entries(file: BinaryIO) -> Iterator[FeedEntry]:
    """Yield entries as they are passed; ReadingError where the feed is broken, too large, or has a document type."""
    reading = _Reading()
    size = 0
    while piece := file.read(_PIECE):
        size += len(piece)
        if size > MOST_BYTES:
            raise ReadingError(
                f"The feed is larger than {MOST_BYTES // MEGABYTE} MB. Ask its source for a shorter one."
            )
        reading.feed(piece)
        yield from reading.taken()
        reading.check()
    reading.feed(b"", is_last=True)
    yield from reading.taken()
    reading.check()


class _Reading:
    """The state between two pieces of a feed."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._words
        self._done: list[FeedEntry] = []
        self._fault: ReadingError | None = None
        self._source = ""
        self._entry: FeedEntry | None = None
        self._path: list[str] = []
        self._inside = 0
        self._pieces: list[str] = []
        self._length = 0

    def feed(self, piece: bytes, is_last: bool = False) -> None:
        """Read a piece; what is wrong with it is told by `check`, after what came before was taken."""
        try:
            self._parser.Parse(piece, is_last)
        except ReadingError as fault:
            self._fault = fault
        except (expat.ExpatError, UnicodeError, ValueError, LookupError) as fault:
            self._fault = ReadingError(
                f"The feed isn't well-formed XML ({fault}). Look whether its address gives a page, or ask its source."
            )

    def taken(self) -> list[FeedEntry]:
        """Return the entries that are complete, once."""
        done, self._done = self._done, []
        return done

    def check(self) -> None:
        """Raise what was found wrong."""
        if self._fault:
            raise self._fault

    def _refuse_doctype(self, *_: object) -> None:
        raise ReadingError(
            "The feed declares a document type, which may hide entities that grow without end. "
            "Ask its source for plain RSS or Atom."
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2].lower()
        self._path.append(local)
        if len(self._path) > DEEPEST:
            raise ReadingError(f"The feed is nested more than {DEEPEST} levels deep. Ask its source for a plain one.")
        if self._entry is None and local in _ENTRIES:
            self._entry, self._inside = FeedEntry(self._source), len(self._path)
        elif self._entry and len(self._path) == self._inside + 1:
            self._pieces, self._length = [], 0
            self._link(local, attributes)
        elif self._entry and len(self._path) > self._inside + 1:
            self._words(f"<{local}>")
        elif local == "title" and not self._entry:
            self._pieces, self._length = [], 0

    def _link(self, local: str, attributes: dict[str, str]) -> None:
        is_wanted = attributes.get("rel", "alternate") in ("alternate", "related", "via")
        if local == "link" and is_wanted and "href" in attributes:
            self._add_link(attributes["href"])

    def _add_link(self, url: str) -> None:
        if self._entry and url.strip() and len(self._entry.links) < _MOST_LINKS:
            self._entry.links.append(url.strip())

    def _words(self, words: str) -> None:
        if self._length < _LONGEST_FIELD:
            self._pieces.append(words)
            self._length += len(words)

    def _end(self, name: str) -> None:
        local = name.rpartition(" ")[2].lower()
        depth = len(self._path)
        self._path.pop()
        if self._entry is None:
            if local == "title" and depth <= 3 and not self._source:
                self._source = "".join(self._pieces).strip()
        elif depth == self._inside:
            self._done.append(self._entry)
            self._entry = None
        elif depth == self._inside + 1:
            self._keep(self._entry, local, "".join(self._pieces).strip())
        else:
            self._words(f"</{local}>")

    def _keep(self, entry: FeedEntry, local: str, words: str) -> None:
        if local == "link":
            self._add_link(words)
        elif local in _SINGLE and not getattr(entry, _SINGLE[local]):
            setattr(entry, _SINGLE[local], words[:5_000])
        elif _TEXTS.get(local, 0) > entry.weight and words:
            entry.text, entry.weight = words, _TEXTS[local]
