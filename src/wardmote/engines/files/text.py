"""Is this plain text that no program takes for a page, a picture or a script?"""

import re

from wardmote.engines.files.inspection import Refused

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_DISGUISED = re.compile(
    r"(<!--|<!doctype|<!entity|<\?|<(html|head|body|svg|script|iframe|meta|link|object|embed|math|style|img|form)\b"
    r"|#!|\{\\rtf|%pdf)",
    re.IGNORECASE,
)
_FIRST = 4_096


def read_text(content: bytes) -> str:
    """Return UTF-8 text; Refused for another encoding, control characters, and pages or scripts in disguise."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Refused("The text isn't UTF-8. Save it again and choose UTF-8 as its encoding.") from fault
    if _CONTROL.search(text):
        raise Refused("The file holds signs that no text has. Save it again as plain text.")
    if _DISGUISED.match(text[:_FIRST].lstrip("\ufeff \t\r\n\f")):
        raise Refused("The file is a web page, drawing or script, whatever its name says. Print it to PDF instead.")
    return text
