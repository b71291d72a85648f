"""What lies in an Office file, which is a ZIP archive, and does it unpack to what it says?

Only archives that are built as Office programs build them are read: nothing before, between or after the members that
could hide another file, no password, no member that is larger than its entry says, none that is named twice.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from wardmote.engines.files.inspection import Refused
from wardmote.engines.files.signatures import OLE, is_archive, is_program

MOST_MEMBERS = 3_000
MOST_UNPACKED = 60_000_000
HIGHEST_RATIO = 300
_SMALL = 1_000_000
_LONGEST_DIRECTORY = 1_000_000
_ENCRYPTED = 0x1
_END, _LOCAL = struct.Struct("<4s4H2LH"), struct.Struct("<4s5H3L2H")
_PIECE = 1 << 18
DAMAGED = "The file is damaged or built in an unusual way. Open it, save it afresh and upload that, or save it as PDF."
_BOMB = "The file unpacks to far more than a document holds. Save it as PDF and upload that."


@dataclass(frozen=True)
class Archive:
    """The members of a checked archive, by name."""

    content: bytes = field(repr=False)
    members: dict[str, ZipInfo]

    def read(self, name: str) -> bytes:
        """Return a member whole; it was found to be no longer than its entry says."""
        return b"".join(_pieces(self.content, self.members[name]))


def open_archive(content: bytes, most: int = MOST_UNPACKED) -> Archive:
    """Return the archive once every member was unpacked and found to be what its entry says."""
    _check_end(content)
    try:
        with ZipFile(io.BytesIO(content)) as found:
            entries = found.infolist()
    except (BadZipFile, ValueError, OSError, EOFError, NotImplementedError, struct.error) as fault:
        raise Refused(DAMAGED) from fault
    _check_entries(entries, len(content), most)
    for entry in entries:
        _check_unpacks(content, entry)
    return Archive(content, {entry.filename: entry for entry in entries})


def _check_end(content: bytes) -> None:
    """Refuse all but an archive whose directory lies right before its last 22 bytes, and isn't too long."""
    if len(content) < _END.size:
        raise Refused(DAMAGED)
    mark, disk, first, here, count, size, offset, comment = _END.unpack(content[-_END.size :])
    is_plain = mark == b"PK\x05\x06" and not (disk or first or comment) and here == count
    if not is_plain or offset + size + _END.size != len(content):
        raise Refused(DAMAGED)
    if count > MOST_MEMBERS or size > _LONGEST_DIRECTORY:
        raise Refused(_BOMB)


def _check_entries(entries: list[ZipInfo], length: int, most: int) -> None:
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Refused("The file is locked with a password. Take the password away and upload it again.")
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) < len(names) or any(map(_is_odd, names)):
        raise Refused(DAMAGED)
    if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
        raise Refused(DAMAGED)
    if sum(entry.compress_size for entry in entries) > length:
        raise Refused(DAMAGED)
    if sum(entry.file_size for entry in entries) > most or any(map(_is_bloated, entries)):
        raise Refused(_BOMB)


def _is_odd(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/")


def _is_bloated(entry: ZipInfo) -> bool:
    return entry.file_size > _SMALL and entry.file_size > entry.compress_size * HIGHEST_RATIO


def _check_unpacks(content: bytes, entry: ZipInfo) -> None:
    size, checksum, start = 0, 0, b""
    for piece in _pieces(content, entry):
        start = start or piece[:16]
        size += len(piece)
        checksum = zlib.crc32(piece, checksum)
    if size != entry.file_size or checksum != entry.CRC:
        raise Refused(DAMAGED)
    _check_start(entry.filename.lower(), start)


def _check_start(name: str, start: bytes) -> None:
    """Refuse programs, old Office objects and archives inside; embedded documents are looked at by their kind."""
    if name.endswith("vbaproject.bin"):
        raise Refused("The file holds macros, which aren't taken. Save it without macros, or as PDF.")
    if is_program(start) or start.startswith(OLE):
        raise Refused("Another file or program is embedded in it. Take that out, or save it as PDF.")
    if is_archive(start) and "embeddings/" not in name and not name.endswith((".emz", ".wmz")):
        raise Refused("Another archive is packed into it. Take that out, or save it as PDF.")


def _pieces(content: bytes, entry: ZipInfo) -> Iterator[bytes]:
    """Yield a member's bytes piece by piece; Refused where it goes on beyond the size that its entry says."""
    packed = _packed(content, entry)
    if entry.compress_type == ZIP_STORED:
        yield packed
        return
    unpacking, left = zlib.decompressobj(-15), entry.file_size
    while True:
        try:
            piece = unpacking.decompress(packed, min(_PIECE, left + 1))
        except zlib.error as fault:
            raise Refused(DAMAGED) from fault
        left -= len(piece)
        if left < 0:
            raise Refused(DAMAGED)
        if piece:
            yield piece
        if unpacking.eof or not piece:
            return
        packed = unpacking.unconsumed_tail


def _packed(content: bytes, entry: ZipInfo) -> bytes:
    """Return a member's packed bytes; its own header must say the same name as the directory."""
    begin = entry.header_offset
    header = content[begin : begin + _LOCAL.size]
    if begin < 0 or len(header) < _LOCAL.size or header[:4] != b"PK\x03\x04":
        raise Refused(DAMAGED)
    *_, name_length, extra_length = _LOCAL.unpack(header)
    name_at = begin + _LOCAL.size
    name = content[name_at : name_at + name_length]
    if name.decode("utf-8", "replace") != entry.orig_filename and name.decode("cp437") != entry.orig_filename:
        raise Refused(DAMAGED)
    start = name_at + name_length + extra_length
    packed = content[start : start + entry.compress_size]
    if len(packed) != entry.compress_size:
        raise Refused(DAMAGED)
    return packed
