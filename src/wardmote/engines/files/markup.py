"""Which elements does a part of a document hold? Read by expat: no document type, no entities, a bounded number."""

from collections.abc import Callable, Mapping
from xml.parsers import expat

from wardmote.engines.files.archive import DAMAGED
from wardmote.engines.files.inspection import Refused

MOST_ELEMENTS = 3_000_000
DEEPEST = 2_000
_TOO_LONG = "The document holds more than evidence needs. Save the part that matters as PDF and upload that."

Seen = Callable[[str, Mapping[str, str]], None]


class Walk:
    """Goes through parts of one document; the number of elements is counted over all of them."""

    def __init__(self, seen: Seen, text_of: frozenset[str] = frozenset()) -> None:
        self._seen, self._text_of = seen, text_of
        self._left, self._depth = MOST_ELEMENTS, 0
        self._inside: str | None = None
        self._said: list[str] = []
        # The text of each element that `text_of` names, as (element, text).
        self.texts: list[tuple[str, str]] = []

    def go_through(self, part: bytes) -> None:
        """Read one part; Refused where it isn't well-formed XML or holds a document type."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        if self._text_of:
            parser.CharacterDataHandler = self._text
        self._depth, self._inside = 0, None
        try:
            parser.Parse(part, True)
        except (expat.ExpatError, UnicodeError, ValueError, LookupError) as fault:
            raise Refused(DAMAGED) from fault

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._left -= 1
        self._depth += 1
        if self._left < 0 or self._depth > DEEPEST:
            raise Refused(_TOO_LONG)
        local = name.rpartition(":")[2]
        if local in self._text_of:
            self._inside, self._said = local, []
        self._seen(local, attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._inside and name.rpartition(":")[2] == self._inside:
            self.texts.append((self._inside, "".join(self._said)))
            self._inside = None

    def _text(self, data: str) -> None:
        if self._inside:
            self._said.append(data)


def value_of(attributes: Mapping[str, str], name: str) -> str:
    """Return an attribute by its name without prefix, or nothing."""
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), "")


def _refuse_doctype(*declaration: object) -> None:
    raise Refused(DAMAGED)
