"""What is the order of versions in the package indexes of Python, Ruby and Java?"""

import re
from itertools import takewhile

from packaging.version import InvalidVersion, Version

from .pieces import (
    BELOW,
    BELOW_ZERO,
    END,
    LONGEST_KEY,
    LONGEST_TEXT,
    UPDATE,
    WORD,
    ZERO,
    number,
    numbers_from,
    word,
)

_GEM = re.compile(r"[0-9]+(?:\.[0-9a-z]+)*(?:-[0-9a-z-]+(?:\.[0-9a-z-]+)*)?", re.ASCII | re.IGNORECASE)
_GEM_TOKEN = re.compile(r"[0-9]+|[a-z]+", re.IGNORECASE)
_MAVEN = re.compile(r"([0-9]+(?:\.[0-9]+)*)(?:[.-]?([a-z]+)[.-]?([0-9]*))?", re.ASCII)
_MAVEN_ORDER = {"alpha": 1, "beta": 2, "milestone": 3, "rc": 4, "cr": 4, "snapshot": 5}
_MAVEN_LETTERS = {"a": "alpha", "b": "beta", "m": "milestone"}
_MAVEN_SILENT = ("final", "ga", "release", "")


def pypi(version: str) -> bytes | None:
    """Write the key of a Python version (PEP 440), or None where it is no such version."""
    try:
        read = Version(version[:LONGEST_TEXT])
    except (InvalidVersion, ValueError):
        return None
    key = number(str(read.epoch)) + b"".join(map(number, numbers_from([str(part) for part in read.release]))) + END
    if read.pre:
        key += b"\x20" + word(read.pre[0]) + number(str(read.pre[1]))
    else:
        key += b"\x10" if read.post is None and read.dev is not None else b"\x30"
    key += b"\x10" if read.post is None else b"\x20" + number(str(read.post))
    key += b"\x30" if read.dev is None else b"\x20" + number(str(read.dev))
    return (key + (b"\x10" if read.local is None else b"\x20" + _pypi_local(read.local)) + END)[:LONGEST_KEY]


def _pypi_local(local: str) -> bytes:
    return b"".join(number(part) if part.isdigit() else WORD + word(part) for part in local.split("."))


def gem(version: str) -> bytes | None:
    """Write the key of a RubyGems version: a word is below nothing, and nothing is as good as zeros."""
    text = version[:LONGEST_TEXT].strip()
    if not _GEM.fullmatch(text):
        return None
    tokens = _GEM_TOKEN.findall(text.replace("-", ".pre."))
    leading = list(takewhile(str.isdigit, tokens))
    tokens = numbers_from(leading) + tokens[len(leading) :]
    key = b""
    for place, token in enumerate(tokens):
        if not token.isdigit():
            key += BELOW + word(token)
        elif token.strip("0"):
            key += number(token)
        else:
            rest = next((other for other in tokens[place:] if other.strip("0")), "")
            key += (ZERO if rest.isdigit() else BELOW_ZERO) if rest else b""
    return (key + END)[:LONGEST_KEY]


def maven(version: str) -> bytes | None:
    """Write the key of a Maven version of the usual shape, numbers and one qualifier (`2.0-beta9`, `31.1-jre`).

    None for any other: Maven's order of those is no order at all (a < b < c < a), so no key can follow it. A dot and a
    hyphen before the qualifier count the same.
    """
    found = _MAVEN.fullmatch(version[:LONGEST_TEXT].strip().lower())
    if found is None:
        return None
    key = b"".join(map(number, numbers_from(found[1].split("."))))
    name, count = found[2] or "", found[3] or ""
    if count:
        name = _MAVEN_LETTERS.get(name, name)
    if name in _MAVEN_SILENT:
        return None if count else (key + END)[:LONGEST_KEY]
    if name in _MAVEN_ORDER:
        key += BELOW + bytes((_MAVEN_ORDER[name],))
    else:
        key += UPDATE if name == "sp" else WORD + word(name)
    return (key + number(count) + END)[:LONGEST_KEY]
