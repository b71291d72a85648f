"""A PNG picture keeps the chunks that make the picture, and no other (PNG, third edition)."""

import struct

from wardmote.engines.stripping.refusing import Uncleanable

_KEPT = frozenset((b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"))
_START = 8
_DAMAGED = "The picture is damaged. Open it, save it afresh and upload that."


def strip_png(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Drop texts, moments, EXIF, profiles and all that programs keep for themselves."""
    kept, place, dropped = [content[:_START]], _START, False
    while place < len(content):
        head = content[place : place + 8]
        if len(head) < 8:
            raise Uncleanable(_DAMAGED)
        length, name = struct.unpack(">L4s", head)
        end = place + length + 12
        if end > len(content):
            raise Uncleanable(_DAMAGED)
        if name in _KEPT:
            kept.append(content[place:end])
        else:
            dropped = True
        if name == b"IEND":
            break
        place = end
    return b"".join(kept), (("details in the picture",) if dropped else ())


STRIPS = {"png": strip_png}
