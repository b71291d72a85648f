"""Is a document the one that its provider put there: do its hashes and its signature agree? (CSAF 2.0, 7.1.18 to 20)"""

import hashlib
import hmac
from collections.abc import Sequence
from enum import StrEnum

from pysequoia import Cert, Sig, verify

from wardmote.engines.advisories.facts import ReadingError

HASHES = ("sha256", "sha512")
MOST_KEY_BYTES = 1_000_000
MOST_SIGNATURE_BYTES = 100_000


class Proof(StrEnum):
    """What came of a check."""

    GOOD = "good"
    BAD = "bad"
    MISSING = "missing"


def hash_line(data: bytes, algorithm: str, name: str) -> bytes:
    """Return what the file beside a document holds: its hash and its name."""
    return f"{hashlib.new(algorithm, data).hexdigest()}  {name}\n".encode()


def check_hash(data: bytes, told: bytes | None, algorithm: str) -> Proof:
    """Compare a document with the file of its hash: the first word of its first line counts."""
    if told is None:
        return Proof.MISSING
    written = told[:1_000].decode("ascii", "replace").split()
    computed = hashlib.new(algorithm, data).hexdigest()
    return Proof.GOOD if written and hmac.compare_digest(written[0].lower().encode(), computed.encode()) else Proof.BAD


def read_keys(data: bytes, fingerprint: str = "") -> tuple[Cert, ...]:
    """Return the OpenPGP certificates in a file; with a fingerprint, the one that has it, or ReadingError."""
    if len(data) > MOST_KEY_BYTES:
        raise ReadingError(f"The file of the OpenPGP key is larger than {MOST_KEY_BYTES // 1000} kB.")
    try:
        found = tuple(Cert.split_bytes(data))
    except (RuntimeError, ValueError):
        found = ()
    if not found:
        raise ReadingError("The file of the OpenPGP key holds no key that can be read.")
    if not fingerprint:
        return found
    kept = tuple(cert for cert in found if cert.fingerprint.lower() == fingerprint.lower())
    if not kept:
        raise ReadingError(f"The OpenPGP key isn't the one that the provider names: {fingerprint}.")
    return kept


def check_signature(data: bytes, signature: bytes | None, keys: Sequence[Cert]) -> Proof:
    """Check a detached OpenPGP signature, armoured or not, by any of the keys."""
    if signature is None:
        return Proof.MISSING
    if len(signature) > MOST_SIGNATURE_BYTES:
        return Proof.BAD
    try:
        checked = verify(data, store=lambda _: list(keys), signature=Sig.from_bytes(signature))
    except (RuntimeError, ValueError):
        return Proof.BAD
    return Proof.GOOD if checked.valid_sigs else Proof.BAD
