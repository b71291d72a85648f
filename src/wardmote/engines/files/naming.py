"""What may a file be called, once everything that could mislead is taken out of its name?"""

import re
import unicodedata

from wardmote.engines.files.endings import PROGRAMS

LONGEST_NAME = 150
LONGEST_ENDING = 10
NAMELESS = "file"
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_SPACES = re.compile(r"\s+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def safe_name(name: str) -> str:
    """Return the last part of a path without control and direction characters, fit for every system.

    A name that is safe comes back as it is.
    """
    last = re.split(r"[/\\]", name)[-1][:4_000]
    plain = "".join(sign for sign in unicodedata.normalize("NFC", last) if _is_printed(sign))
    plain = _SPACES.sub(" ", _FORBIDDEN.sub("-", plain)).strip(" .")
    if _RESERVED.match(plain):
        plain = f"file-{plain}"
    return _shortened(plain) or NAMELESS


def ending_of(name: str) -> str:
    """Return what follows the last dot, in small letters; empty where there is none."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower().strip() if dot and stem else ""


def hides_a_program(name: str) -> bool:
    """Whether a program's ending stands before another one: `minutes.exe.pdf`, or `minutes.pdf.exe`."""
    parts = [part.strip().lower() for part in safe_name(name).split(".")]
    return any(part in PROGRAMS for part in parts[1:-1]) or (len(parts) > 2 and parts[-1] in PROGRAMS)


def _is_printed(sign: str) -> bool:
    """Letters, digits, marks, punctuation and spaces are; controls, directions and unassigned signs aren't."""
    return unicodedata.category(sign)[0] != "C" or sign in "\t\n\r"


def _shortened(name: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING:
        return name[:LONGEST_NAME].strip(" .")
    return f"{stem[: LONGEST_NAME - len(ending) - 1].strip(' .')}.{ending}"
