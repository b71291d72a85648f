"""What does a packed file begin with, as far as its first bytes tell?"""

import struct
import zlib

GZIP, ZIP, EMPTY_ZIP = b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06"
BLOCK = 512
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_PEEK = 4096


def is_gzip(head: bytes) -> bool:
    """Say whether bytes begin as a gzip file does."""
    return head.startswith(GZIP)


def is_zip(head: bytes) -> bool:
    """Say whether bytes begin as a zip archive does."""
    return head.startswith((ZIP, EMPTY_ZIP))


def is_tar(head: bytes) -> bool:
    """Say whether bytes begin as a tar archive does (POSIX ustar, GNU)."""
    return len(head) >= BLOCK and head[257:262] == b"ustar"


def first_document(head: bytes, name: str = "") -> tuple[bytes, str]:
    """Return the first bytes and the name of the first document in a packed file; of another, its own.

    Two layers are opened: a zip in a zip, a tar in a gzip.
    """
    for _ in range(2):
        if is_gzip(head):
            head, name = _inflated(head, 31), name.removesuffix(".gz").removesuffix(".tgz")
        elif is_zip(head):
            head, name = _first_of_zip(head)
        elif is_tar(head):
            head, name = _first_of_tar(head)
    return head, name


def _inflated(packed: bytes, bits: int) -> bytes:
    try:
        return zlib.decompressobj(bits).decompress(packed, _PEEK)
    except zlib.error:
        return b""


def _first_of_zip(head: bytes) -> tuple[bytes, str]:
    while len(head) >= _LOCAL.size and head.startswith(ZIP):
        _, _, _, method, _, _, _, packed, _, name_bytes, extra = _LOCAL.unpack_from(head)
        name = head[_LOCAL.size : _LOCAL.size + name_bytes].decode("utf-8", "replace")
        content = head[_LOCAL.size + name_bytes + extra :]
        if not name.endswith("/"):
            return _inflated(content, -15) if method == _DEFLATED else content[: packed or None], name
        head = content[packed:]
    return b"", ""


def _first_of_tar(head: bytes) -> tuple[bytes, str]:
    while is_tar(head):
        name = head[:100].split(b"\0")[0].decode("utf-8", "replace")
        size = number_of(head[124:136])
        if head[156:157] in b"0\0":
            return head[BLOCK : BLOCK + size], name
        head = head[BLOCK + -(-size // BLOCK) * BLOCK :]
    return b"", ""


def number_of(digits: bytes) -> int:
    """Return a number of a tar header: octal, or binary where its first bit is set; 0 where it is neither."""
    if digits[:1] >= b"\x80":
        return int.from_bytes(digits[1:], "big")
    try:
        return max(0, int(digits.strip(b" \0") or b"0", 8))
    except ValueError:
        return 0
