"""Which key does a DKIM record publish, and can it be trusted (RFC 6376, section 3.6.1; RFC 8463)?"""

import binascii
import re
from base64 import b64decode
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from ..faults import Fault, fault
from ..tag_list import Tag, TagList, read_tags

SMALLEST_RSA = 1024  # below it, verifiers must fail the signature (RFC 8301, section 3.2)
PROPER_RSA = 2048
LONGEST_KEY = 8192  # characters of base64: an RSA key of 16,384 bits has about 2,800
ED25519_BYTES = 32

_VERSIONED = re.compile(r"\s{0,9}v\s{0,9}=\s{0,9}DKIM1\s{0,9}(?:;|\Z)", re.IGNORECASE)
_TAGGED = re.compile(r"[\s\S]{0,512}?(?:\A|;)\s{0,9}p\s{0,9}=")


class KeyKind(StrEnum):
    """The algorithm a key is for."""

    RSA = "rsa"
    ED25519 = "ed25519"


class Strength(StrEnum):
    """What a key is worth."""

    STRONG = "strong"
    SHORT = "short"  # RSA of 1024 to 2047 bits
    BROKEN = "broken"  # RSA below 1024 bits: verifiers refuse it
    REVOKED = "revoked"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class DkimKey:
    """One key record. `bits` is None where the key is revoked or can't be read; empty `hashes` means every hash."""

    text: str
    kind: KeyKind | None
    bits: int | None
    is_revoked: bool
    is_testing: bool = False
    is_strict: bool = False
    hashes: tuple[str, ...] = ()
    services: tuple[str, ...] = ("*",)
    notes: str = ""
    unknown: tuple[Tag, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def strength(self) -> Strength:
        """What the key is worth."""
        if self.is_revoked:
            return Strength.REVOKED
        if self.bits is None:
            return Strength.UNREADABLE
        if self.kind is KeyKind.ED25519 or self.bits >= PROPER_RSA:
            return Strength.STRONG
        return Strength.SHORT if self.bits >= SMALLEST_RSA else Strength.BROKEN


def is_dkim(text: str) -> bool:
    """Whether a TXT record at a selector is meant as a key: it starts with v=DKIM1 or has a p= tag."""
    return bool(_VERSIONED.match(text) or _TAGGED.match(text))


@lru_cache(maxsize=1024)  # suppliers publish one key under many names
def read_dkim(text: str) -> DkimKey:
    """Return the key that the text is; never raises."""
    listed = read_tags(text)
    faults = list(listed.faults)
    _check_version(listed, faults)
    kind = _kind(listed, faults)
    key = listed.get("p")
    if not key:
        faults.append(fault(0, text, "The tag p=, which holds the key, is missing."))
    flags = _words(listed.value("t"))
    return DkimKey(
        text=text,
        kind=kind,
        bits=_bits(key, kind, faults) if key and key.value else None,
        is_revoked=key is not None and not key.value,
        is_testing="y" in flags,
        is_strict="s" in flags,
        hashes=_words(listed.value("h")),
        services=_words(listed.value("s")) or ("*",),
        notes=listed.value("n") or "",
        unknown=tuple(tag for tag in listed.tags if tag.name not in ("v", "h", "k", "n", "p", "s", "t", "g")),
        faults=tuple(sorted(faults, key=lambda found: found.position)),
    )


def is_empty_wildcard(key: DkimKey) -> bool:
    """Whether the record says that no selector signs, as a domain that sends no mail publishes at *._domainkey."""
    return key.is_revoked and not key.faults


def _check_version(listed: TagList, faults: list[Fault]) -> None:
    tag = listed.get("v")
    if not tag:
        return
    if tag.value != "DKIM1":
        faults.append(fault(tag.value_position, tag.value, "v= must be DKIM1, in capital letters."))
    if listed.tags[0] is not tag:
        faults.append(fault(tag.position, tag.value, "v= must come first."))


def _kind(listed: TagList, faults: list[Fault]) -> KeyKind | None:
    tag = listed.get("k")
    if not tag:
        return KeyKind.RSA
    if tag.value.lower() in (KeyKind.RSA, KeyKind.ED25519):
        return KeyKind(tag.value.lower())
    faults.append(fault(tag.value_position, tag.value, "k= takes rsa or ed25519."))
    return None


def _words(value: str | None) -> tuple[str, ...]:
    return tuple(word.strip().lower() for word in value.split(":") if word.strip()) if value else ()


def _bits(tag: Tag, kind: KeyKind | None, faults: list[Fault]) -> int | None:
    """Return the length of the key, or None with a fault where it can't be read."""
    try:
        raw = _decoded(tag.value)
        if kind is KeyKind.ED25519:
            return _bits_of_ed25519(raw)
        return _bits_of_rsa(raw) if kind is KeyKind.RSA else None
    except (ValueError, TypeError, UnsupportedAlgorithm):
        faults.append(fault(tag.value_position, tag.value, f"The key can't be read as {kind}."))
        return None


def _decoded(value: str) -> bytes:
    text = "".join(value.split())
    if len(text) > LONGEST_KEY:
        raise ValueError(len(text))
    try:
        return b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError(text[:1]) from None


def _bits_of_ed25519(raw: bytes) -> int:
    if len(raw) != ED25519_BYTES:
        raise ValueError(len(raw))
    return ED25519_BYTES * 8


def _bits_of_rsa(raw: bytes) -> int:
    """Return the key's size; both SubjectPublicKeyInfo and the bare RSAPublicKey are in use (erratum 3017)."""
    key = load_der_public_key(raw)
    if not isinstance(key, RSAPublicKey):
        raise TypeError(type(key))
    return key.key_size
