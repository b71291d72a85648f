"""A PDF loses its properties, XMP and authors of notes, at their places, so that its tables stay right (ISO 32000-2).

Every byte is looked at, earlier savings and packed objects too, as in `engines/files/pdf_objects.py`.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wardmote.engines.files.pdf_objects import NAME, plain_name
from wardmote.engines.stripping.refusing import Uncleanable

_TELLING = frozenset(("Author", "Creator", "Producer", "Keywords", "Company", "Manager", "LastModifiedBy"))
_TELLING |= {"SourceModified", "CreationDate", "ModDate", "PTEX.Fullbanner"}
_REFUSED = {"PieceInfo", "ByteRange", "Collection"}
_NOTES = re.compile(
    rb"/Subtype\s*/(Text|FreeText|Highlight|Underline|Squiggly|StrikeOut|Stamp|Ink|Line|Square|Circle|Polygon|"
    rb"PolyLine|Caret|Popup|Redact)\b"
)
_STREAM = re.compile(rb"(?<!end)stream(\r\n|\n|\r)")
_REFERENCE = re.compile(rb"\s+(\d{1,10})\s+\d{1,5}\s+R\b")
_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+obj\b|endobj")
_HEXADECIMAL = re.compile(rb"<[0-9A-Fa-f\s]*>")
_FIRST = re.compile(rb"/First\s+(\d{1,9})\b")
# Where a JPEG 2000 picture (ISO 15444-1, annex I.7) holds XMP, EXIF and what programs keep for themselves.
_BOXES = re.compile(rb"xml |uuid|uinf")
_SIGN = re.compile(rb"<<|<|\(")
# An object's number, and where it begins and ends.
Object = tuple[int, int, int]
_MOST_UNPACKED = 60_000_000
_PRINT = "Details about its maker can't be taken out of this PDF. Print it to PDF and upload that."


@dataclass(frozen=True)
class Stream:
    """Where a stream's data are, the names in its dictionary, and where its objects begin if it is packed with them."""

    start: int
    end: int
    says: frozenset[str]
    first: int


class _Text:
    """Objects of a PDF: the file itself with its streams left out of sight, or an unpacked object stream."""

    def __init__(self, text: bytes, streams: Sequence[Stream] = ()) -> None:
        self.text = bytearray(text)
        # What is to be looked at: in the file, all between the streams.
        seen = bytearray(text)
        for stream in streams:
            seen[stream.start : stream.end] = b"\x00" * (stream.end - stream.start)
        self.seen = bytes(seen)

    def blank(self, start: int, end: int) -> None:
        """Write spaces over a part."""
        self.text[start:end] = b" " * (end - start)


def strip_pdf(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Write over what tells of people; Uncleanable where that can't be done at its place."""
    streams = list(_streams(content))
    packed = [stream for stream in streams if "ObjStm" in stream.says]
    whole, left = _Text(content, streams), _MOST_UNPACKED
    texts = []
    for stream in packed:
        texts.append(_Text(_unpacked(content, stream, left)))
        left -= len(texts[-1].seen)
    numbers = {number for text in (whole, *texts) for number in _blank_telling(text)}
    places = [(whole, list(_objects(whole.seen)))]
    places += [
        (text, list(_packed_objects(text.seen, stream.first))) for stream, text in zip(packed, texts, strict=True)
    ]
    numbers |= set(_named_in(places, numbers))
    for text, objects in places:
        _blank_objects(text, objects, numbers)
    for stream, text in zip(packed, texts, strict=True):
        _put(whole, stream, zlib.compress(bytes(text.text), 9))
    for stream in streams:
        _blank_stream(whole, stream)
    return bytes(whole.text), ("properties of the document", "names of authors")


def _streams(content: bytes) -> Iterator[Stream]:
    """Yield every stream in the order of the file."""
    place = 0
    while found := _STREAM.search(content, place):
        end = content.find(b"endstream", found.end())
        if end < 0:
            raise Uncleanable(_PRINT)
        before = content[max(place, found.start() - 4_096) : found.start()]
        before = before[before.rfind(b"obj") + 3 :]
        says = frozenset(plain_name(name[1]) for name in NAME.finditer(before))
        first = _FIRST.search(before)
        place = end + len(b"endstream")
        # The line's end before the word belongs to neither.
        while end > found.end() and content[end - 1 : end] in (b"\r", b"\n"):
            end -= 1
        yield Stream(found.end(), end, says, int(first[1]) if first else 0)


def _unpacked(content: bytes, stream: Stream, most: int) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(content[stream.start : stream.end + 2], most + 1)
    except zlib.error as fault:
        raise Uncleanable(_PRINT) from fault
    if len(text) > most or not unpacking.eof:
        raise Uncleanable(_PRINT)
    return text


def _blank_telling(text: _Text) -> set[int]:
    """Write over values that tell; return the numbers of objects that hold such values, or the properties."""
    numbers, done = set[int](), 0
    for found in NAME.finditer(text.seen):
        # What lies in a string is written over with it; strings in strings would be gone through time and again.
        if found.start() < done:
            continue
        name = plain_name(found[1])
        if name in _REFUSED:
            raise Uncleanable(_PRINT)
        if name not in _TELLING and name != "Info":
            continue
        reference = _REFERENCE.match(text.seen, found.end())
        if reference:
            numbers.add(int(reference[1]))
        elif name in _TELLING:
            done = _blank_string(text, found.end())
    return numbers


def _objects(seen: bytes) -> Iterator[Object]:
    """Yield the number of each object in the file, and where it begins and ends: at the latest where another begins."""
    number, start = b"", 0
    for found in _OBJECT.finditer(seen):
        if number:
            yield int(number), start, found.start()
        number, start = found[1] or b"", found.end()
    if number:
        yield int(number), start, len(seen)


def _packed_objects(seen: bytes, first: int) -> Iterator[Object]:
    """Yield the same of an object stream, from the pairs at its start: numbers and places."""
    said = [int(number) for number in seen[:first].split() if number.isdigit()]
    starts = sorted(zip(said[1::2], said[::2], strict=False))
    for (place, number), (following, _n) in zip(starts, [*starts[1:], (len(seen), 0)], strict=True):
        yield number, first + place, first + following


def _named_in(places: list[tuple[_Text, list[Object]]], numbers: set[int]) -> Iterator[int]:
    """Yield the objects that these objects name: values of properties may lie elsewhere."""
    for text, objects in places:
        for number, start, end in objects:
            if number in numbers:
                yield from (int(found[1]) for found in _REFERENCE.finditer(text.seen, start, end))


def _blank_objects(text: _Text, objects: list[Object], numbers: set[int]) -> None:
    """Write over all strings of these objects, and over who wrote a note."""
    for number, start, end in objects:
        if number in numbers:
            _blank_strings(text, start, end)
        elif _NOTES.search(text.seen, start, end):
            done = start
            for found in NAME.finditer(text.seen, start, end):
                if found.start() >= done and plain_name(found[1]) == "T":
                    done = _blank_string(text, found.end())


def _blank_strings(text: _Text, start: int, end: int) -> None:
    place = start
    while found := _SIGN.search(text.seen, place, end):
        place = found.end() if found[0] == b"<<" else _blank_string(text, found.start())


def _blank_string(text: _Text, place: int) -> int:
    """Write over the string that begins here, after spaces; return where it ends, or the place where none begins."""
    seen = text.seen
    while seen[place : place + 1].isspace():
        place += 1
    if seen[place : place + 1] == b"<" and seen[place : place + 2] != b"<<":
        found = _HEXADECIMAL.match(seen, place)
        if found is None:
            raise Uncleanable(_PRINT)
        text.blank(place + 1, found.end() - 1)
        return found.end()
    if seen[place : place + 1] != b"(":
        return place
    depth, at = 1, place + 1
    while depth:
        sign = seen[at : at + 1]
        if not sign:
            raise Uncleanable(_PRINT)
        depth += (sign == b"(") - (sign == b")")
        at += 2 if sign == b"\\" else 1
    text.blank(place + 1, at - 1)
    return at


def _put(whole: _Text, stream: Stream, data: bytes) -> None:
    """Put packed data where others were; zeros fill what is left, behind the end that the data name themselves."""
    left = stream.end - stream.start - len(data)
    if left < 0:
        raise Uncleanable(_PRINT)
    whole.text[stream.start : stream.end] = data + b"\x00" * left


def _blank_stream(whole: _Text, stream: Stream) -> None:
    """Write over XMP, and over a picture's details."""
    says = stream.says
    if "Metadata" in says and says & {"XML", "Type"} and not says & {"XObject", "Font", "ObjStm"}:
        if "Filter" not in says:
            whole.blank(stream.start, stream.end)
        elif says & {"FlateDecode", "Fl"}:
            _put(whole, stream, zlib.compress(b""))
        else:
            raise Uncleanable(_PRINT)
    if says & {"DCTDecode", "DCT"}:
        _blank_picture(whole, stream)
    if "JPXDecode" in says and _BOXES.search(whole.text, stream.start, stream.end):
        raise Uncleanable(_PRINT)


def _blank_picture(whole: _Text, stream: Stream) -> None:
    """Write zeros over the details in a JPEG picture: all segments of applications but Adobe's, and comments."""
    data, place = whole.text, stream.start + 2
    if data[stream.start : place] != b"\xff\xd8":
        raise Uncleanable(_PRINT)
    while place + 4 <= stream.end and data[place] == 0xFF and data[place + 1] != 0xDA:
        marker, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4])
        if (0xE1 <= marker <= 0xEF and marker != 0xEE) or marker == 0xFE:
            stop = min(place + 2 + length, stream.end)
            data[place + 4 : stop] = b"\x00" * max(0, stop - place - 4)
        place += 2 + length


STRIPS = {"pdf": strip_pdf}
