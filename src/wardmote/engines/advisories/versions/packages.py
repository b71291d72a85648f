"""What is the order of the versions of Debian's and Red Hat's packages, and of Alpine's and Gentoo's?"""

import re

from .pieces import BELOW, END, LONGEST_KEY, LONGEST_TEXT, WORD, number, word

_DEB_PAIR = re.compile(r"([^0-9]*)([0-9]*)")
_RPM_TOKEN = re.compile(r"[0-9]+|[A-Za-z]+|[~^]")
_APK = re.compile(
    r"([0-9]+)((?:\.[0-9]+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)[0-9]*)*)(?:-r([0-9]+))?", re.ASCII
)
_APK_SUFFIX = re.compile(r"_([a-z]+)([0-9]*)")
_APK_ORDER = {"alpha": 1, "beta": 2, "pre": 3, "rc": 4, "cvs": 0x31, "svn": 0x32, "git": 0x33, "hg": 0x34, "p": 0x35}


def deb(version: str) -> bytes:
    """Write the key of a Debian version (Debian Policy 5.6.12): epoch, upstream, revision; `~` is below nothing."""
    epoch, rest = _epoch(version[:LONGEST_TEXT].strip())
    upstream, dash, revision = rest.rpartition("-")
    if not dash:
        upstream, revision = rest, "0"
    return (number(epoch) + _deb_part(upstream) + _deb_part(revision or "0"))[:LONGEST_KEY]


def _epoch(version: str) -> tuple[str, str]:
    epoch, colon, rest = version.partition(":")
    if colon and epoch.isascii() and epoch.isdigit():
        return epoch, rest
    return "0", version


def _deb_part(part: str) -> bytes:
    key = b""
    for found in _DEB_PAIR.finditer(part):
        if not found[0]:
            continue
        key += b"".join(map(_deb_character, found[1])) + b"\x02" + number(found[2])
    return key + b"\x02"


def _deb_character(character: str) -> bytes:
    if character == "~":
        return b"\x01"
    if not character.isascii():
        return b"\xff" + character.encode("utf-8", "replace")
    return character.encode() if character.isalpha() else bytes((0x80 | ord(character),))


def rpm(version: str) -> bytes:
    """Write the key of an RPM version (rpmvercmp): epoch, version, release; `~` is below the end and `^` above it."""
    epoch, rest = _epoch(version[:LONGEST_TEXT].strip())
    name, _, release = rest.partition("-")
    return (number(epoch) + _rpm_part(name) + _rpm_part(release))[:LONGEST_KEY]


def _rpm_part(part: str) -> bytes:
    key = b""
    for sign in _RPM_TOKEN.findall(part):
        if sign == "~":
            key += BELOW
        elif sign == "^":
            key += b"\x30"
        else:
            key += number(sign) if sign[0] <= "9" else WORD + word(sign)
    return key + END


def apk(version: str) -> bytes | None:
    """Write the key of an Alpine or Gentoo version: numbers, a letter, `_rc1` and the like, `-r2`."""
    found = _APK.fullmatch(version[:LONGEST_TEXT].strip().lower())
    if found is None:
        return None
    key = number(found[1])
    for part in found[2].split(".")[1:]:
        key += b"\x48" + word(part.rstrip("0")) if part[0] == "0" else number(part)
    key += END + word(found[3])
    for name, count in _APK_SUFFIX.findall(found[4]):
        key += bytes((_APK_ORDER[name],)) + number(count)
    return (key + END + number(found[5] or "0"))[:LONGEST_KEY]
