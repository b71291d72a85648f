"""A JPEG picture keeps the segments that make the picture, and which way up it is (ITU-T T.81, Exif 2.32)."""

import re
import struct

from wardmote.engines.stripping.refusing import Uncleanable

_SCAN, _END = 0xDA, 0xD9
_JFIF, _EXIF, _ADOBE = 0xE0, 0xE1, 0xEE
# Frames, tables of Huffman and arithmetic coding, quantisation, lines, restarts, expansion.
_PICTURE = frozenset((*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD, 0xDF)) - {0xC8}
_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
_PLAIN_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
_ORIENTATION = 0x0112
_DAMAGED = "The picture is damaged. Open it, save it afresh and upload that."


def strip_jpeg(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Drop EXIF, XMP, comments, profiles, thumbnails and whatever follows the first picture."""
    kept, place, dropped = [b"\xff\xd8"], 2, False
    while True:
        found = _MARKER.match(content, place)
        if found is None:
            raise Uncleanable(_DAMAGED)
        marker, place = found[1][0], found.end()
        if marker == _END:
            break
        end = place + int.from_bytes(content[place : place + 2])
        segment = bytes((0xFF, marker)) + content[place:end]
        if end < place + 2 or end > len(content):
            raise Uncleanable(_DAMAGED)
        plain = segment if marker in _PICTURE else _plain(marker, segment)
        dropped = dropped or plain != segment
        kept.append(plain)
        place = end
        if marker == _SCAN:
            following = _MARKER.search(content, place)
            place = following.start() if following else len(content)
            kept.append(content[end:place])
    kept.append(b"\xff\xd9")
    return b"".join(kept), (("details in the picture",) if dropped or place < len(content) else ())


def _plain(marker: int, segment: bytes) -> bytes:
    """Return what is needed of a segment that doesn't belong to the picture itself."""
    if marker == _JFIF and segment.startswith(b"JFIF\x00", 4):
        return _PLAIN_JFIF
    if marker == _ADOBE and segment.startswith(b"Adobe", 4):
        return b"\xff\xee\x00\x0e" + segment[4:16]
    if marker == _EXIF and segment.startswith(b"Exif\x00\x00", 4):
        return _which_way_up(segment[10:])
    return b""


def _which_way_up(tiff: bytes) -> bytes:
    """Return an EXIF segment that holds the orientation alone, or nothing."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 10:
        return b""
    (first,) = struct.unpack_from(f"{order}L", tiff, 4)
    if first + 2 > len(tiff):
        return b""
    (count,) = struct.unpack_from(f"{order}H", tiff, first)
    for number in range(min(count, (len(tiff) - first - 2) // 12)):
        tag, kind, _count, value = struct.unpack_from(f"{order}HHLH", tiff, first + 2 + 12 * number)
        if tag == _ORIENTATION and kind == 3 and 1 <= value <= 8:
            said = b"Exif\x00\x00MM\x00*" + struct.pack(">LHHHLHHL", 8, 1, _ORIENTATION, 3, 1, value, 0, 0)
            return b"\xff\xe1" + struct.pack(">H", len(said) + 2) + said
    return b""


STRIPS = {"jpeg": strip_jpeg}
