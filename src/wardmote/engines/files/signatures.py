"""Do the first and last bytes fit what the name says?"""

from wardmote.engines.files.inspection import Kind, Refused

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff"}
_OFFICE = dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "odp"), ZIP)
_STARTS = _PICTURES | _OFFICE | {"pdf": b"%PDF-"}
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00", b"MSCF")
_END_OF_ZIP, _END_LENGTH, _LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535


def check_signature(content: bytes, kind: Kind) -> None:
    """Refuse content of another kind than the name says, and a second file that hangs on the end."""
    start = _STARTS.get(kind.key)
    if start is None:
        _check_is_no_other(content)
    elif not content.startswith(start):
        raise Refused(_mismatch(content, kind))
    if start != ZIP and ends_as_zip(content):
        raise Refused("Another file is hidden at its end. Open it, save it afresh and upload that.")


def ends_as_zip(content: bytes) -> bool:
    """Whether the bytes end with a ZIP archive's directory, so that a program for archives would open them."""
    tail = content[-(_END_LENGTH + _LONGEST_COMMENT) :]
    place = tail.rfind(_END_OF_ZIP)
    while place >= 0:
        comment = int.from_bytes(tail[place + 20 : place + _END_LENGTH], "little")
        if place + _END_LENGTH + comment == len(tail):
            return True
        place = tail.rfind(_END_OF_ZIP, 0, place)
    return False


def is_program(start: bytes) -> bool:
    """Whether the bytes begin as a program for some system does."""
    return start.startswith(_PROGRAMS)


def is_archive(start: bytes) -> bool:
    """Whether the bytes begin as an archive does."""
    return start.startswith((ZIP, *_ARCHIVES))


def _mismatch(content: bytes, kind: Kind) -> str:
    if content.startswith(OLE):
        return (
            "The file is locked with a password, or in an old Office format. "
            f"Take the password away, save it as .{kind.endings[0]} and upload that."
        )
    if is_program(content):
        return "The file is a program, whatever its name says. Programs aren't taken."
    return f"The file isn't what its name says ({kind.title}), or it is damaged. Save it again from its own program."


def _check_is_no_other(content: bytes) -> None:
    """Text has no bytes to know it by; what is known to be something else isn't text."""
    if content.startswith((OLE, *_STARTS.values())) or is_program(content) or is_archive(content):
        raise Refused("The file isn't text, whatever its name says. Upload it under its own ending.")
