"""What does a Strict-Transport-Security header ask of browsers (RFC 6797, section 6.1)?"""

import re
from dataclasses import dataclass

# A directive's name, and a value that is a token or a quoted string.
_DIRECTIVE = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,64})(?:[ \t]*=[ \t]*(?:\"([^\"\\]*)\"|([^\s\";,=]+)))?")
_AGE = re.compile(r"[0-9]{1,20}")
LONGEST_HEADER = 2_000


@dataclass(frozen=True, slots=True)
class Hsts:
    """A header as browsers read it. With a `fault` they pass over the whole of it."""

    text: str
    max_age_s: int | None = None
    includes_subdomains: bool = False
    fault: str = ""


def read_hsts(text: str) -> Hsts:
    """Return what the header says; never raises."""
    found: dict[str, str | None] = {}
    for piece in text[:LONGEST_HEADER].split(";"):
        if not piece.strip():
            continue
        match = _DIRECTIVE.fullmatch(piece.strip())
        if not match:
            return Hsts(text, fault=f"“{piece.strip()[:60]}” can't be read")
        name = match[1].lower()
        if name in found:
            return Hsts(text, fault=f"{name} stands there twice")
        found[name] = match[2] if match[2] is not None else match[3]
    age = found.get("max-age")
    if age is None or not _AGE.fullmatch(age):
        return Hsts(text, fault="max-age with a number of seconds is missing")
    return Hsts(text, int(age), "includesubdomains" in found)
