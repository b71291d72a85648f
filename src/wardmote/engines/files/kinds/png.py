"""Is this a PNG picture from its first chunk to its last, and nothing more (PNG, third edition)?"""

import struct
import zlib

from wardmote.engines.files.inspection import Kind, Refused
from wardmote.engines.files.picture import DAMAGED, check_dimensions

_SIGNATURE_LENGTH = 8
_MOST_CHUNKS = 100_000


def check(content: bytes) -> tuple[str, ...]:
    """Walk the chunks; check their sums, the dimensions, and that the picture ends where the file does."""
    place, seen = _SIGNATURE_LENGTH, set[bytes]()
    for number in range(_MOST_CHUNKS):
        name, data, place = _chunk(content, place)
        if number == 0:
            _check_header(name, data)
        seen.add(name)
        if name == b"IEND":
            break
    if place != len(content) or not {b"IDAT", b"IEND"} <= seen:
        raise Refused(DAMAGED)
    return ()


def _chunk(content: bytes, place: int) -> tuple[bytes, bytes, int]:
    """Return a chunk's name and data, and where the next one begins."""
    head = content[place : place + 8]
    if len(head) < 8:
        raise Refused(DAMAGED)
    length, name = struct.unpack(">L4s", head)
    data = content[place + 8 : place + 8 + length]
    end = place + 8 + length
    sum_said = content[end : end + 4]
    if len(data) != length or len(sum_said) != 4 or zlib.crc32(data, zlib.crc32(name)) != int.from_bytes(sum_said):
        raise Refused(DAMAGED)
    return name, data, end + 4


def _check_header(name: bytes, data: bytes) -> None:
    if name != b"IHDR" or len(data) != 13:
        raise Refused(DAMAGED)
    width, height = struct.unpack(">LL", data[:8])
    check_dimensions(width, height)


KIND = Kind(key="png", title="PNG picture", endings=("png",), media_type="image/png", check=check)
