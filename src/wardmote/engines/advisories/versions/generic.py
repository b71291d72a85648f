"""What is the order of versions where nobody states it, and where semantic versioning does?

One space of keys for both: pre-release < the version < its updates (`sp1`, `u3`, `cu5`) < letters and words (`1.0.2k`)
< a further number (`1.0.2.1`). Zeros at the end of numbers don't count, nor does the case of letters.
"""

import re

from .pieces import BELOW, END, LONGEST_KEY, LONGEST_TEXT, TEXT, UPDATE, WORD, number, numbers_from, word

_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_COUNTED = re.compile(r"([a-z]+)([0-9]+)")
# `118.0 (Official Build) (64-bit)`: what is said after a space in brackets with letters, and the kind of machine.
_REMARK = re.compile(r" \([^()]*[a-z][^()]*\)| (?:x64|x86|(?:32|64)[ -]?bit)\b")
# Java's two ways to write 8u202: 1.8.0_202 and, in CPE, 1.8.0 update202.
_JAVA = re.compile(r"1\.([5-9])\.0(?:_|[ _-]update[ _]?|[ _-]?u)([0-9]{1,3})")

_PRE = {
    "alpha": "alpha",
    "beta": "beta",
    "rc": "rc",
    "cr": "rc",
    "candidate": "rc",
    "pre": "pre",
    "prerelease": "pre",
    "preview": "preview",
    "dev": "dev",
    "develop": "dev",
    "snapshot": "snapshot",
    "milestone": "milestone",
    "nightly": "nightly",
    "canary": "canary",
    "ea": "ea",
    "insider": "insider",
    "insiders": "insider",
    "experimental": "experimental",
    "unstable": "unstable",
}
_DIGITS = "0123456789"
_BETWEEN_DIGITS = {"a": "alpha", "b": "beta"}
# 9.0.0-M1 is a milestone, 15.2(4)M6 a maintained release of Cisco's.
_BEHIND_A_SIGN = {"-m": "milestone", ".m": "milestone"}
_UPDATES = {
    "sp": "sp",
    "servicepack": "sp",
    "u": "u",
    "up": "u",
    "upd": "u",
    "update": "u",
    "p": "p",
    "pl": "p",
    "patch": "p",
    "patchlevel": "p",
    "hf": "hf",
    "hotfix": "hf",
    "cu": "cu",
    "fp": "fp",
    "fixpack": "fp",
    "mp": "mp",
    "mr": "mr",
    "su": "su",
    "ru": "ru",
}
# These say nothing of the order: 5.0.0.Final is 5.0.0, 12.0 build 6000 is 12.0.6000, NetScaler writes NS13.1.
_SILENT = {"v", "ver", "version", "rel", "release", "final", "ga", "stable", "build", "bld", "the", "and", "ns"}
_PHRASES = (
    ("service pack", "sp"),
    ("cumulative update", "cu"),
    ("release candidate", "rc"),
    ("feature pack", "fp"),
    ("fix pack", "fp"),
    ("hot fix", "hf"),
    ("patch level", "p"),
)


def generic(version: str) -> bytes:
    """Write the key of a version in no stated scheme."""
    text = version[:LONGEST_TEXT].strip().lower()
    if _PLAIN.fullmatch(text):
        return _numbers(text.split(".")) + END
    if java := _JAVA.fullmatch(text):
        text = f"{java[1]}u{java[2]}"
    if " " in text or "_" in text:
        text = _REMARK.sub("", text.replace("_", " "))
        for phrase, short in _PHRASES:
            text = text.replace(phrase, short)
    return (_tokens(text) + END)[:LONGEST_KEY]


def semantic(version: str) -> bytes:
    """Write the key of a semantic version (semver 2.0.0, section 11): whatever follows a hyphen is a pre-release.

    Two liberties, both towards what the makers mean: `rc10` comes after `rc2`, and capitals don't count.
    """
    text = version[:LONGEST_TEXT].strip().lower().lstrip("v=").strip().partition("+")[0]
    core, _, label = text.partition("-")
    if not _PLAIN.fullmatch(core):
        return generic(version)
    key = _numbers(core.split("."))
    if label:
        key += BELOW + b"".join(_identifier(part) for part in label.split("."))
    return (key + END)[:LONGEST_KEY]


def _numbers(parts: list[str]) -> bytes:
    return b"".join(map(number, numbers_from(parts)))[: LONGEST_KEY - 1]


def _identifier(part: str) -> bytes:
    if part.isascii() and part.isdigit():
        return number(part)
    counted = _COUNTED.fullmatch(part)
    if counted and counted[1] == "m":
        return TEXT + word("milestone") + number(counted[2])
    if counted and counted[1] in _PRE:
        return TEXT + word(_PRE[counted[1]]) + number(counted[2])
    return TEXT + word(_PRE.get(part, part))


def _tokens(text: str) -> bytes:
    """Write numbers and words; zeros wait, since they count only before a further number."""
    key, zeros, is_below = b"", 0, False
    for found in _TOKEN.finditer(text):
        token = found[0]
        if "0" <= token[0] <= "9":
            piece = number(token)
            if not is_below and piece == b"\x50":
                zeros += 1
                continue
            key, zeros = key + b"\x50" * zeros + piece, 0
            continue
        if token in _SILENT or (not key and not zeros and _is_only_a_name(token, text[found.end() :])):
            continue
        begun, piece = _word(token, text, found, is_below)
        key, zeros, is_below = key + piece, 0, begun
    return key


def _is_only_a_name(token: str, rest: str) -> bool:
    """Say whether a word stands before the numbers and isn't their update or pre-release: `R80.40`, `FW 7.2`."""
    return token not in _PRE and token not in _UPDATES and any(character in _DIGITS for character in rest)


def _word(token: str, text: str, found: re.Match[str], is_below: bool) -> tuple[bool, bytes]:
    """Return whether a pre-release has begun, and the word's own bytes."""
    before, after = text[: found.start()][-1:], text[found.end() : found.end() + 1]
    pre = _PRE.get(token)
    if pre is None and after.isdigit():
        pre = _BETWEEN_DIGITS.get(token) if before.isdigit() else _BEHIND_A_SIGN.get(before + token)
    if is_below:
        return True, TEXT + word(pre or token)
    if pre:
        return True, BELOW + TEXT + word(pre)
    if token in _UPDATES:
        return False, UPDATE + word(_UPDATES[token])
    return False, WORD + word(token)
