"""Which vulnerabilities does a text name by their ids?"""

import re

MOST_IDS = 500
_IDS = re.compile(r"\b(?:CVE-[12]\d{3}-\d{4,9}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3})\b", re.IGNORECASE)
_CVE = re.compile(r"CVE-[12]\d{3}-\d{4,9}", re.IGNORECASE)


def ids_in(*texts: str) -> tuple[str, ...]:
    """Return CVE and GHSA ids in the order in which they are named, upper case, each once."""
    found: dict[str, None] = {}
    for text in texts:
        for match in _IDS.finditer(text):
            found[match[0].upper()] = None
            if len(found) >= MOST_IDS:
                return tuple(found)
    return tuple(found)


def cve(text: object) -> str:
    """Return a CVE id in upper case, or "" where it is none."""
    return text.strip().upper() if isinstance(text, str) and _CVE.fullmatch(text.strip()) else ""
