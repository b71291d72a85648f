"""What does a file hold, as it is or packed by gzip or zip, and is it small enough to be a list of software?"""

import io
import struct
import zlib
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from wardmote.engines.advisories.facts import ReadingError

MEGABYTE = 1_000_000
LARGEST, HIGHEST_RATIO, MOST_MEMBERS = 50 * MEGABYTE, 200, 100
# Small files may be packed as tightly as they like.
_RATIO_FROM = MEGABYTE
_GZIP, _ZIP, _EMPTY_ZIP = b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06"
_ENTRY = b"PK\x01\x02"
_FAULTS = (BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError, struct.error, zlib.error)


def unpack(content: bytes) -> bytes:
    """Return the one document of a file; ReadingError where it is too large, a bomb, damaged, or holds several."""
    if len(content) > LARGEST:
        raise _too_large()
    if content.startswith(_GZIP):
        found = _gunzip(content)
    elif content.startswith((_ZIP, _EMPTY_ZIP)):
        found = _unzip(content)
    else:
        return content
    if found.startswith((_GZIP, _ZIP, _EMPTY_ZIP)):
        raise ReadingError("Another archive is packed into the archive. Send the list itself.")
    return found


def _gunzip(content: bytes) -> bytes:
    most = _most_of(len(content))
    pieces, left, size = [], content, 0
    while left:
        member = zlib.decompressobj(31)
        try:
            pieces.append(member.decompress(left, most - size + 1))
        except zlib.error as error:
            raise _damaged("gzip") from error
        size += len(pieces[-1])
        if size > most:
            raise _bomb() if most < LARGEST else _too_large()
        if not member.eof:
            raise ReadingError("The gzip file breaks off before its end.")
        left = member.unused_data.lstrip(b"\0 \t\r\n")
        if len(pieces) > MOST_MEMBERS:
            raise _damaged("gzip")
    return b"".join(pieces)


def _unzip(content: bytes) -> bytes:
    # Counted before zipfile makes an object of each.
    if content.count(_ENTRY) > MOST_MEMBERS:
        raise ReadingError(f"The zip file holds more than {MOST_MEMBERS} files.")
    try:
        archive = ZipFile(io.BytesIO(content))
        entries = [entry for entry in archive.infolist() if not _is_beside(entry)]
    except _FAULTS as error:
        raise _damaged("zip") from error
    if len(entries) != 1:
        raise ReadingError(f"The zip file holds {len(entries):,} files. Pack one list to a file.")
    (entry,) = entries
    if entry.flag_bits & 0x1:
        raise ReadingError("The zip file is locked with a password.")
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise _damaged("zip")
    most = _most_of(min(entry.compress_size, len(content)))
    try:
        with archive, archive.open(entry) as member:
            found = member.read(most + 1)
    except _FAULTS as error:
        raise _damaged("zip") from error
    if len(found) > most:
        raise _bomb() if most < LARGEST else _too_large()
    return found


def _is_beside(entry: ZipInfo) -> bool:
    return entry.is_dir() or entry.filename.startswith("__MACOSX/")


def _most_of(packed: int) -> int:
    return min(LARGEST, max(_RATIO_FROM, packed * HIGHEST_RATIO))


def _bomb() -> ReadingError:
    return ReadingError(
        f"The file unpacks to more than {HIGHEST_RATIO} times its size, which no list of software does."
    )


def _too_large() -> ReadingError:
    return ReadingError(f"The file is larger than a list of software may be ({LARGEST // MEGABYTE} MB).")


def _damaged(kind: str) -> ReadingError:
    return ReadingError(f"The {kind} file is damaged and can't be unpacked.")
