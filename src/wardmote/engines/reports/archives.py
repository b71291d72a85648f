"""What comes out of a gzip file or a zip archive, piece by piece, and is it still a report?"""

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from wardmote.engines.reports.limits import PIECE, Budget, Limits
from wardmote.engines.reports.refusal import ReportError

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_ENCRYPTED = 0x1
_END, _LOCATOR = struct.Struct("<4s4H2LH"), 20
_LONGEST_COMMENT = 1 << 16
_FAULTS = (BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError, struct.error, zlib.error)


def damaged(kind: str) -> ReportError:
    """Return the refusal of an archive that can't be unpacked."""
    return ReportError("damaged", f"The {kind} file is damaged and can't be unpacked.")


def is_archive(start: bytes) -> bool:
    """Say whether bytes begin as an archive does."""
    return start.startswith((GZIP, ZIP, _EMPTY_ZIP))


def gunzip(pieces: Iterator[bytes], budget: Budget) -> Iterator[bytes]:
    """Yield what a gzip file holds, of one member or several; blanks and zeros after the last are passed over."""
    unpacking = zlib.decompressobj(31)
    left = next(pieces, b"")
    while left:
        try:
            piece = unpacking.decompress(left, PIECE)
        except zlib.error as fault:
            raise damaged("gzip") from fault
        rest = unpacking.unused_data if unpacking.eof else unpacking.unconsumed_tail
        budget.spend(packed=len(left) - len(rest), unpacked=len(piece))
        if piece:
            yield piece
        if unpacking.eof:
            left = _next_member(rest, pieces)
            unpacking = zlib.decompressobj(31) if left else unpacking
        else:
            left = rest or next(pieces, b"")
    if not unpacking.eof:
        raise ReportError("damaged", "The gzip file breaks off before its end.")


def _next_member(rest: bytes, pieces: Iterator[bytes]) -> bytes:
    while not (rest := rest.lstrip(b"\0 \t\r\n")):
        more = next(pieces, b"")
        if not more:
            return b""
        rest = more
    if not GZIP.startswith(rest[:2]):
        raise ReportError("damaged", "The gzip file goes on after its end with something else.")
    return rest


def unzip(file: BinaryIO, budget: Budget, limits: Limits) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the members of a zip archive by name; each is to be read before the next is asked for."""
    size = check_directory(file, limits)
    try:
        archive = ZipFile(file)
        entries = [entry for entry in archive.infolist() if not _is_beside(entry)]
    except _FAULTS as fault:
        raise damaged("zip") from fault
    if not entries:
        raise ReportError("empty", "The zip file is empty.")
    _check_sizes(entries, size, limits)
    with archive:
        for entry in entries:
            yield entry.filename, _member(archive, entry, budget)


def check_directory(file: BinaryIO, limits: Limits) -> int:
    """Return the file's size; ReportError where its list, not yet read, is longer than a report needs."""
    size = file.seek(0, 2)
    start = max(0, size - _END.size - _LONGEST_COMMENT - _LOCATOR)
    file.seek(start)
    tail = file.read()
    # The same choice of two as zipfile makes: an end without a comment, or the last one that can be found.
    place = len(tail) - _END.size
    if place < 0 or tail[place : place + 4] != _EMPTY_ZIP or tail[-2:] != b"\0\0":
        place = tail.rfind(_EMPTY_ZIP)
    if place < 0 or place + _END.size > len(tail):
        raise damaged("zip")
    _, _, _, here, count, length, _, _ = _END.unpack_from(tail, place)
    is_zip64 = place >= _LOCATOR and tail[place - _LOCATOR : place].startswith(b"PK\x06\x07")
    if is_zip64 or max(here, count) > limits.most_members or length > limits.most_directory:
        raise ReportError("too_many", f"The zip file holds more than {limits.most_members} files.")
    return size


def _check_sizes(entries: list[ZipInfo], size: int, limits: Limits) -> None:
    """Refuse what the entries say to be too much: no more than they say is ever unpacked."""
    if sum(entry.compress_size for entry in entries) > size:
        raise damaged("zip")
    unpacked = sum(entry.file_size for entry in entries)
    Budget(limits).spend(packed=size, unpacked=unpacked)
    for entry in entries:
        Budget(limits).spend(packed=entry.compress_size, unpacked=entry.file_size)


def _is_beside(entry: ZipInfo) -> bool:
    return entry.is_dir() or entry.filename.startswith("__MACOSX/")


def _member(archive: ZipFile, entry: ZipInfo, budget: Budget) -> Iterator[bytes]:
    if entry.flag_bits & _ENCRYPTED:
        raise ReportError("locked", "The zip file is locked with a password.")
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise damaged("zip")
    packed = entry.compress_size
    try:
        with archive.open(entry) as member:
            while piece := member.read(PIECE):
                budget.spend(packed=packed, unpacked=len(piece))
                packed = 0
                yield piece
    except _FAULTS as fault:
        raise damaged("zip") from fault
