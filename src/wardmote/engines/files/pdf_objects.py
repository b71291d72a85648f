"""What do a PDF's objects say, those in compressed object streams too (ISO 32000-2, 7.5.7)?

The file isn't read as a reader of PDFs would read it, by its tables, which may lie: every byte is looked at, and every
stream that could hold objects is unpacked within bounds.
"""

import re
import zlib
from dataclasses import dataclass

from wardmote.engines.files.inspection import Refused

MOST_STREAMS = 50_000
MOST_UNPACKED = 60_000_000
NAME = re.compile(rb"/([^\x00\t\n\f\r ()<>\[\]{}/%]{1,60})")
_ESCAPE = re.compile(r"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream(\r\n|\n|\r)")
_HEADER = re.compile(rb"\s*\d+\s+\d+\s[\d\s]*")
_OTHER_FILTERS = frozenset(
    ("LZWDecode", "LZW", "ASCIIHexDecode", "AHx", "ASCII85Decode", "A85", "RunLengthDecode", "RL", "Crypt")
)
_DICTIONARY = 4_096
_UNUSUAL = "The PDF is packed in an unusual way, so that nobody can look into it. Print it to PDF and upload that."
_BOMB = "The PDF unpacks to far more than a document holds. Print it to PDF and upload that."


@dataclass(frozen=True)
class Objects:
    """The file itself, and the text of each object stream."""

    texts: tuple[bytes, ...]

    def start_of(self, number: int) -> bytes | None:
        """Return the first bytes of an object by its number, or None where it isn't found."""
        whole, *packed = self.texts
        places = [found.end() for found in re.finditer(rb"(?<!\d)%d\s+\d{1,5}\s+obj" % number, whole)]
        if places:
            return whole[places[-1] : places[-1] + 400]
        for text in packed:
            place = _place_in(text, number)
            if place is not None:
                return text[place : place + 400]
        return None


def plain_name(name: bytes) -> str:
    """Return a name without escapes: `#4aavaScript` is JavaScript."""
    text = name.decode("latin-1")
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "#" in text else text


def read_objects(content: bytes) -> Objects:
    """Return the file and its unpacked object streams; Refused where they can't be unpacked within bounds."""
    texts, left, place = [content], MOST_UNPACKED, 0
    for number, found in enumerate(_STREAM.finditer(content)):
        if number >= MOST_STREAMS:
            raise Refused(_BOMB)
        # `endstream` has the same end; what follows it isn't a stream.
        if content[found.start() - 3 : found.start()] == b"end":
            place = found.end()
            continue
        says = _names_before(content, place, found.start())
        text = _unpacked(content, found.end(), says, left)
        left -= len(text)
        if text:
            texts.append(text)
    return Objects(tuple(texts))


def _names_before(content: bytes, after: int, stream: int) -> frozenset[str]:
    """Return the names in the dictionary that stands before a stream."""
    before = content[max(after, stream - _DICTIONARY) : stream]
    dictionary = before[before.rfind(b"obj") + 3 :] if b"obj" in before else before
    return frozenset(plain_name(found[1]) for found in NAME.finditer(dictionary))


def _unpacked(content: bytes, start: int, says: frozenset[str], left: int) -> bytes:
    """Return the text of a stream that is, or looks like, an object stream; nothing for any other."""
    is_objects = "ObjStm" in says
    if is_objects and (says & _OTHER_FILTERS or says & {"DecodeParms", "DP"}):
        raise Refused(_UNUSUAL)
    try:
        first = zlib.decompressobj().decompress(content[start : start + 2_048], 64)
        if not is_objects and not _HEADER.match(first):
            return b""
        text = zlib.decompressobj().decompress(memoryview(content)[start:], left + 1)
    except zlib.error as fault:
        if is_objects and says & {"Filter", "F", "FlateDecode", "Fl"}:
            raise Refused(_UNUSUAL) from fault
        return b""
    if is_objects and len(text) > left:
        raise Refused(_BOMB)
    return text[:left]


def _place_in(text: bytes, number: int) -> int | None:
    """Return where an object begins in an object stream, from the pairs at its start: numbers and places."""
    header = _HEADER.match(text)
    if header is None:
        return None
    numbers = [int(found) for found in header[0].split()]
    places = dict(zip(numbers[::2], numbers[1::2], strict=False))
    return header.end() + places[number] if number in places else None
