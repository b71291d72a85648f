"""Which documents are in a file: itself, or what a gzip, zip or tar file holds, one after another?"""

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ..facts import Advisory, Broken, ReadingError
from .limits import MEGABYTE, PIECE
from .packed import BLOCK, GZIP, is_gzip, is_tar, is_zip, number_of
from .texts import line

HIGHEST_RATIO = 200
# Small files may be packed as tightly as they like.
_RATIO_FROM = MEGABYTE
_LAYERS = 3
# The list of a zip archive is read at once: this is enough for 500,000 names.
_MOST_DIRECTORY = 50 * MEGABYTE
_LONGEST_NAME = 1 << 16
_ENCRYPTED = 0x1
_TAIL = (1 << 16) + 200
_FAULTS = (BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError, struct.error, zlib.error)
_BOMB = "unpacks to more than 200 times its size. Ask its source what it is, or send the document unpacked."


@dataclass(frozen=True)
class Document:
    """A document, to be read before the next one is asked for. `member` is its name in an archive, or ""."""

    stream: BinaryIO = field(repr=False)
    member: str = ""


def read_each(file: BinaryIO, read: Callable[[Document], Iterator[Advisory | Broken]]) -> Iterator[Advisory | Broken]:
    """Read every document of a file. In an archive, one that can't be taken is Broken and costs no other."""
    for document in documents(file):
        if isinstance(document, Broken):
            yield document
            continue
        try:
            for found in read(document):
                is_inside = isinstance(found, Broken) and document.member
                yield Broken(f"{document.member}, {found.place}", found.says) if is_inside else found  # type: ignore[union-attr]
        except ReadingError as fault:
            if not document.member:
                raise
            yield Broken(document.member, str(fault))


def documents(file: BinaryIO, member: str = "", layers: int = _LAYERS) -> Iterator[Document | Broken]:
    """Yield the documents of a file; Broken for a member that can't be read. ReadingError for a damaged archive."""
    head = file.read(BLOCK)
    if not layers and (is_gzip(head) or is_zip(head) or is_tar(head)):
        raise ReadingError("Archives are packed into archives into archives. Send the documents in one archive.")
    if is_gzip(head):
        pieces = _gunzipped(_pieces(head, file))
        yield from documents(_stream(pieces), member.removesuffix(".gz"), layers - 1)
    elif is_zip(head):
        yield from _of_zip(file, layers)
    elif is_tar(head):
        yield from _of_tar(_stream(_pieces(head, file)))
    else:
        yield Document(_stream(_pieces(head, file)), member)


class _Pieces(io.RawIOBase):
    """Pieces of bytes as a file to read from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces, self._left = pieces, memoryview(b"")

    def readable(self) -> bool:
        """Say that this is read from."""
        return True

    def readinto(self, room: bytearray) -> int:  # type: ignore[override]
        """Fill the room as far as the piece at hand goes; 0 at the end."""
        while not self._left:
            piece = next(self._pieces, b"")
            if not piece:
                return 0
            self._left = memoryview(piece)
        size = min(len(room), len(self._left))
        room[:size] = self._left[:size]
        self._left = self._left[size:]
        return size


def _stream(pieces: Iterator[bytes]) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(_Pieces(pieces), PIECE))


def _pieces(head: bytes, file: BinaryIO) -> Iterator[bytes]:
    yield head
    try:
        while piece := file.read(PIECE):
            yield piece
    except _FAULTS as fault:
        raise _damaged("zip") from fault


def _damaged(kind: str) -> ReadingError:
    return ReadingError(f"The {kind} file is damaged and can't be unpacked. Fetch it again, or ask its source.")


def _gunzipped(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what a gzip file of one member or several unpacks to."""
    unpacking, packed, unpacked = zlib.decompressobj(31), 0, 0
    left = next(pieces, b"")
    while left:
        try:
            piece = unpacking.decompress(left, PIECE)
        except zlib.error as fault:
            raise _damaged("gzip") from fault
        rest = unpacking.unused_data if unpacking.eof else unpacking.unconsumed_tail
        packed, unpacked = packed + len(left) - len(rest), unpacked + len(piece)
        if unpacked > max(_RATIO_FROM, packed * HIGHEST_RATIO):
            raise ReadingError(f"The gzip file {_BOMB}")
        if piece:
            yield piece
        left = rest or next(pieces, b"")
        if unpacking.eof and left:
            left = _next_member(left, pieces)
            unpacking = zlib.decompressobj(31) if left else unpacking
    if not unpacking.eof:
        raise ReadingError(
            "The gzip file breaks off before its end. Fetch it again, and ask the source if it stays so."
        )


def _next_member(left: bytes, pieces: Iterator[bytes]) -> bytes:
    while not (left := left.lstrip(b"\0 \t\r\n")):
        left = next(pieces, b"")
        if not left:
            return b""
    if not GZIP.startswith(left[:2]):
        raise _damaged("gzip")
    return left


def _of_zip(file: BinaryIO, layers: int) -> Iterator[Document | Broken]:
    try:
        size = _checked_size(file)
        archive = ZipFile(file)
    except _FAULTS as fault:
        raise _damaged("zip") from fault
    with archive:
        entries = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
        if sum(entry.compress_size for entry in entries) > size:
            raise _damaged("zip")
        for entry in entries:
            if entry.filename.endswith("/") or entry.filename.startswith("__MACOSX/"):
                continue
            name = line(entry.filename)
            if says := _refusal(entry):
                yield Broken(name, says)
                continue
            try:
                with archive.open(entry) as member:
                    yield from documents(cast(BinaryIO, member), name, layers - 1)
            except ReadingError as fault:
                yield Broken(name, str(fault))
            except _FAULTS:
                yield Broken(name, "It is damaged and can't be unpacked. Fetch the archive again, or ask its source.")


def _checked_size(file: BinaryIO) -> int:
    """Return the size of a zip archive; ReadingError where its list of names, not yet read, is too long."""
    if not file.seekable():
        raise ReadingError("A zip file is packed into a gzip file. Send the zip file itself.")
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    long, short = tail.rfind(b"PK\x06\x06"), tail.rfind(b"PK\x05\x06")
    length = 0
    if short >= 0:
        (length,) = struct.unpack_from("<L", tail, short + 12)
    if long >= 0:
        length = struct.unpack_from("<Q", tail, long + 40)[0]
    if length > _MOST_DIRECTORY:
        raise ReadingError("The zip file lists more than 500,000 files. Send it in parts.")
    file.seek(0)
    return size


def _refusal(entry: ZipInfo) -> str:
    """Say why a member of a zip archive isn't read, or ""."""
    if entry.flag_bits & _ENCRYPTED:
        return "It is locked with a password. Send it without one."
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return "It is packed in a way that isn't read here. Send an ordinary zip file."
    if _leads_out(entry.filename):
        return "Its name leads out of the archive, as attacks do. Ask its source what it is."
    if entry.file_size > max(_RATIO_FROM, entry.compress_size * HIGHEST_RATIO):
        return f"It {_BOMB}"
    return ""


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or not parts[0] or parts[0].endswith(":")


def _of_tar(file: BinaryIO) -> Iterator[Document | Broken]:
    """Yield the files of a tar archive. Long names (GNU, pax) are understood; what is no file is passed over."""
    long_name = ""
    while (header := file.read(BLOCK)) and header.strip(b"\0"):
        if len(header) < BLOCK or not is_tar(header):
            raise _damaged("tar")
        size, kind = number_of(header[124:136]), header[156:157]
        rest = _Rest(file, size)
        if kind in (b"L", b"x"):
            long_name = _long_name(rest, kind) or long_name
        elif kind in b"0\0":
            name = line(long_name or _short_name(header))
            if _leads_out(name):
                yield Broken(name, "Its name leads out of the archive, as attacks do. Ask its source what it is.")
            else:
                yield Document(_stream(rest.pieces()), name)
            long_name = ""
        rest.pass_over()


class _Rest:
    """What is still to be read of a member of a tar archive, and of the zeros that fill its last block."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file, self._left, self._filling = file, size, -size % BLOCK

    def pieces(self) -> Iterator[bytes]:
        """Yield what is left of the member."""
        while self._left:
            piece = self._file.read(min(PIECE, self._left))
            if not piece:
                raise ReadingError("The tar file breaks off in the middle of a document. Fetch it again.")
            self._left -= len(piece)
            yield piece

    def pass_over(self) -> None:
        """Go to the next member."""
        for _ in self.pieces():
            continue
        self._file.read(self._filling)


def _short_name(header: bytes) -> str:
    name, prefix = (part.split(b"\0")[0].decode("utf-8", "replace") for part in (header[:100], header[345:500]))
    return f"{prefix}/{name}" if prefix and header[257:263] == b"ustar\0" else name


def _long_name(rest: _Rest, kind: bytes) -> str:
    raw = b""
    for piece in rest.pieces():
        raw += piece
        if len(raw) > _LONGEST_NAME:
            raise _damaged("tar")
    if kind == b"L":
        return raw.split(b"\0")[0].decode("utf-8", "replace")
    paths = (found.partition(b" path=")[2] for found in raw.split(b"\n") if b" path=" in found[:20])
    return next(paths, b"").decode("utf-8", "replace")
