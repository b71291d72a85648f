"""Is this file a plain workbook that is safe to open, told before anything in it is read?"""

import io
import zlib
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from wardmote.engines.frameworks.exchange.refusal import refuse

LARGEST_FILE = 5_000_000
LARGEST_CONTENT = 20_000_000
MOST_MARKS = 1_000_000  # tags of XML: 50 systems of the CAF make about 700,000
MOST_MEMBERS = 500
HIGHEST_RATIO = 100
_SMALL = 1_000_000
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TYPES = "[Content_Types].xml"
_ENCRYPTED = 0x1
_TOO_MUCH = "The workbook would unpack to far more than an assessment holds"


def check_envelope(content: bytes) -> None:
    """Raise ExchangeError for what isn't an .xlsx file, holds macros, is locked, or would unpack to too much."""
    if len(content) > LARGEST_FILE:
        raise refuse("", f"The file has more than {LARGEST_FILE // 1_000_000} MB")
    if content.startswith(_OLD_OR_LOCKED):
        raise refuse("", "The file is locked with a password or in the old .xls format; save it as .xlsx without one")
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            _check_members(archive.infolist())
            types = archive.read(_TYPES)
            marks = sum(archive.read(name).count(b"<") for name in archive.namelist())
    except (BadZipFile, LookupError, ValueError, OSError, EOFError, NotImplementedError, zlib.error) as error:
        raise refuse("", "This is not an Excel workbook (.xlsx), or it is damaged") from error
    if marks > MOST_MARKS:
        raise refuse("", _TOO_MUCH)
    if b"macroenabled" in types.lower() or b"vbaproject" in types.lower():
        raise refuse("", "The workbook holds macros, which are never opened; save it as .xlsx")


def _check_members(members: list[ZipInfo]) -> None:
    names = [member.filename.lower() for member in members]
    if any(name.endswith("vbaproject.bin") for name in names):
        raise refuse("", "The workbook holds macros, which are never opened; save it as .xlsx")
    is_packed_otherwise = any(member.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for member in members)
    if len(names) > MOST_MEMBERS or len(set(names)) < len(names) or is_packed_otherwise:
        raise refuse("", "The workbook is not built as Excel builds one")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise refuse("", "The workbook is locked with a password; save it without one")
    if sum(member.file_size for member in members) > LARGEST_CONTENT or any(map(_is_bloated, members)):
        raise refuse("", _TOO_MUCH)


def _is_bloated(member: ZipInfo) -> bool:
    return member.file_size > _SMALL and member.file_size > member.compress_size * HIGHEST_RATIO
