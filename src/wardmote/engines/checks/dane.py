"""Which of the certificates that a mail server sends do its TLSA records name (RFC 6698, RFC 7672)?"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from hashlib import sha256, sha512
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from wardmote.engines.checks.facts.certificates import Certificate, Handshake
from wardmote.engines.checks.facts.records import Tlsa

AUTHORITY, SERVER = 2, 3  # DANE-TA and DANE-EE: mail knows no other usage (RFC 7672, section 3.1.3)
_WHOLE, _KEY = 0, 1
_SIZES = {1: 32, 2: 64}
_DIGESTS = {1: sha256, 2: sha512}


def is_usable(record: Tlsa) -> bool:
    """Whether a sender of mail can use the record at all."""
    if record.usage not in (AUTHORITY, SERVER) or record.selector not in (_WHOLE, _KEY):
        return False
    return len(record.data) == _SIZES[record.matching] if record.matching in _SIZES else _is_data(record)


def fits(records: Iterable[Tlsa], handshake: Handshake, names: Iterable[str], at: datetime) -> bool:
    """Whether one usable record is for what the server showed; `names` are those that a certificate may be for."""
    return any(is_usable(record) and _fits(record, handshake, names, at) for record in records)


def fits_server(records: Iterable[Tlsa], handshake: Handshake) -> bool:
    """Whether one record names the server's own certificate or key: then name, dates and issuer don't matter."""
    servers = [record for record in records if record.usage == SERVER and is_usable(record)]
    return any(_names(record, der) for record in servers for der in handshake.chain[:1])


def _fits(record: Tlsa, handshake: Handshake, names: Iterable[str], at: datetime) -> bool:
    if record.usage == SERVER:
        return fits_server([record], handshake)
    certificate = handshake.certificate
    if certificate is None or not certificate.begins <= at <= certificate.ends:
        return False
    if not any(_is_for(certificate, name) for name in names):
        return False
    places = [place for place, der in enumerate(handshake.chain) if _names(record, der)]
    return any(_leads_to(handshake.chain[: place + 1]) for place in places)


def _is_data(record: Tlsa) -> bool:
    return record.matching == 0 and bool(record.data)


def _names(record: Tlsa, der: bytes) -> bool:
    """Whether a record is for a certificate (RFC 6698, section 2.1)."""
    data = der if record.selector == _WHOLE else _key_of(der)
    return bool(data) and record.data == (_DIGESTS[record.matching](data).digest() if record.matching else data)


@lru_cache(maxsize=512)
def _key_of(der: bytes) -> bytes:
    try:
        key = x509.load_der_x509_certificate(der).public_key()
        return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return b""


@lru_cache(maxsize=512)
def _leads_to(chain: tuple[bytes, ...]) -> bool:
    """Whether each certificate was issued by the next one."""
    try:
        certificates = [x509.load_der_x509_certificate(der) for der in chain]
        for lower, upper in pairwise(certificates):
            lower.verify_directly_issued_by(upper)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _is_for(certificate: Certificate, name: str) -> bool:
    wanted = name.rstrip(".").lower()
    parent = wanted.partition(".")[2]
    return any(found in (wanted, f"*.{parent}") for found in certificate.names)
