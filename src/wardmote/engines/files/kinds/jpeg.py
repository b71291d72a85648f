"""Is this a JPEG picture from its first marker to its last (ITU-T T.81)?"""

import re
import struct

from wardmote.engines.files.inspection import Kind, Refused
from wardmote.engines.files.picture import DAMAGED, check_dimensions

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_NEXT_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
_MOST_SEGMENTS = 50_000
_MOST_PICTURES = 20
_EXIF = b"Exif\x00\x00"
_TELLS = "The picture may say with which device, when and where it was taken. Take these details out if they matter."


def check(content: bytes) -> tuple[str, ...]:
    """Walk the segments of each picture in the file (cameras append previews), to the file's very end."""
    place, tells = 0, False
    for _ in range(_MOST_PICTURES):
        place, has_details = _picture(content, place)
        tells = tells or has_details
        if not content[place:].strip(b"\x00"):
            return (_TELLS,) if tells else ()
        if not content.startswith(b"\xff\xd8\xff", place):
            break
    raise Refused(DAMAGED)


def _picture(content: bytes, place: int) -> tuple[int, bool]:
    """Walk one picture; return where it ends, and whether it carries the camera's details."""
    has_frame, tells, place = False, False, place + 2
    for _ in range(_MOST_SEGMENTS):
        found = _NEXT_MARKER.match(content, place)
        if found is None:
            break
        marker, place = found[1][0], found.end()
        if marker == _END and has_frame:
            return place, tells
        data = _segment(content, place)
        place += 2 + len(data)
        tells = tells or data.startswith(_EXIF)
        if marker in _FRAMES:
            has_frame = True
            _check_frame(data)
        if marker == _SCAN:
            following = _NEXT_MARKER.search(content, place)
            place = following.start() if following else len(content)
    raise Refused(DAMAGED)


def _segment(content: bytes, place: int) -> bytes:
    said = content[place : place + 2]
    length = int.from_bytes(said) if len(said) == 2 else 0
    data = content[place + 2 : place + length]
    if length < 2 or len(data) != length - 2:
        raise Refused(DAMAGED)
    return data


def _check_frame(data: bytes) -> None:
    if len(data) < 6:
        raise Refused(DAMAGED)
    height, width = struct.unpack(">HH", data[1:5])
    check_dimensions(width, height)


KIND = Kind(key="jpeg", title="JPEG picture", endings=("jpg", "jpeg"), media_type="image/jpeg", check=check)
