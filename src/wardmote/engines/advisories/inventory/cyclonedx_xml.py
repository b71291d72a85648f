"""Which software does a CycloneDX document in XML list?"""

from typing import Any
from xml.parsers import expat

from wardmote.engines.advisories.facts import Broken, ReadingError
from wardmote.engines.advisories.inventory.cyclonedx import line_of, unreadable_names
from wardmote.engines.advisories.inventory.lines import MOST_LINES, Inventory, Line
from wardmote.engines.advisories.inventory.texts import LONGEST_NAME

DEEPEST = 64
_NAMESPACE = "http://cyclonedx.org/schema/bom/"
_WORDS = frozenset({"name", "version", "group", "publisher", "cpe", "purl"})
_MAKERS = frozenset({"supplier", "manufacturer"})


class _Reading:
    """What is open while the parser goes through a document: elements, and the components among them."""

    def __init__(self) -> None:
        self.version = ""
        self.found: list[tuple[str, dict[str, Any]]] = []
        self._open: list[str] = []
        self._components: list[tuple[int, dict[str, Any]]] = []
        self._text: list[str] | None = None
        self._length = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        namespace, _, name = tag.rpartition(" ")
        if not self._open:
            if name != "bom" or not namespace.startswith(_NAMESPACE):
                raise ReadingError("The XML document is no CycloneDX list of software.")
            self.version = namespace.removeprefix(_NAMESPACE)
        self._open.append(name)
        if len(self._open) > DEEPEST:
            raise ReadingError(f"The elements are nested deeper than {DEEPEST} levels.")
        if name == "component":
            component: dict[str, Any] = {"type": attributes.get("type", "")}
            self._components.append((len(self._open), component))
            self.found.append((f"component {len(self.found) + 1}", component))
            if len(self.found) > MOST_LINES:
                raise ReadingError(f"The document lists more than {MOST_LINES:,} components.")
        self._text, self._length = [], 0

    def words(self, text: str) -> None:
        if self._text is not None and self._length <= LONGEST_NAME:
            self._text.append(text)
            self._length += len(text)

    def end(self, _tag: str) -> None:
        name, text = self._open.pop(), "".join(self._text or ())
        self._text = None
        if not self._components:
            return
        depth, component = self._components[-1]
        within = len(self._open) - depth
        if within < 0:
            self._components.pop()
        elif within == 0 and name in _WORDS:
            component[name] = text
        elif within == 1 and name == "name" and self._open[-1] in _MAKERS:
            component[self._open[-1]] = {"name": text}


def read_cyclonedx_xml(content: bytes) -> Inventory:
    """Read the components, nested ones too; ReadingError where it is no CycloneDX, or brings a document type."""
    reading = _Reading()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.words
    parser.buffer_text = True
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise ReadingError(f"The XML document is not well-formed: {str(error)[:100]}.") from error
    lines: list[Line] = []
    broken: list[Broken] = []
    for place, component in reading.found:
        line = line_of(component)
        if isinstance(line, str):
            broken.append(Broken(place, f"This entry {line}."))
            continue
        lines.append(line)
        broken += [Broken(place, says) for says in unreadable_names(component, line)]
    return Inventory(f"CycloneDX {reading.version[:10]}", tuple(lines), tuple(broken))


def _refuse_doctype(*_: object) -> None:
    raise ReadingError("The XML document declares a document type, which no list of software needs.")
