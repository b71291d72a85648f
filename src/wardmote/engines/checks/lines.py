"""How is a record written so that a person can paste it into a zone file, or see what stands there?"""

import re

from wardmote.engines.checks.facts.records import absolute

LONGEST_STRING = 255
_ESCAPED = re.compile(r"[^\x20-\x7e]|[\"\\]")
_ESCAPES = {code: f"\\{code:03d}" for code in (*range(0x20), *range(0x7F, 0x100))} | {
    ord('"'): '\\"',
    ord("\\"): "\\\\",
}


def plain(text: str) -> str:
    """Return a text of somebody else's with what can't be printed in it as a zone file writes it."""
    return text.translate(_ESCAPES) if _ESCAPED.search(text) else text


def txt_line(name: str, text: str) -> str:
    """Return a TXT record; a text that is too long for one string stands in several (RFC 7208, section 3.3)."""
    pieces = [text[start : start + LONGEST_STRING] for start in range(0, len(text), LONGEST_STRING)] or [""]
    strings = " ".join(f'"{plain(piece)}"' for piece in pieces)
    return f"{absolute(name)} TXT {strings}"
