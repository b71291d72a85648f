"""What does a certificate say, out of the bytes that a server sent?"""

from functools import lru_cache
from hashlib import sha256

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from wardmote.engines.checks.facts.certificates import Certificate
from wardmote.engines.checks.shown import shown

_LONGEST_NAME = 253
_KINDS = (
    (rsa.RSAPublicKey, "RSA"),
    (ec.EllipticCurvePublicKey, "EC"),
    (dsa.DSAPublicKey, "DSA"),
)
_FIXED = ((ed25519.Ed25519PublicKey, "Ed25519", 256), (ed448.Ed448PublicKey, "Ed448", 456))


@lru_cache(maxsize=512)
def read_certificate(der: bytes) -> Certificate | None:
    """Return what the certificate says, or None where it can't be read."""
    try:
        found = x509.load_der_x509_certificate(der)
        names = _names(found)
        subject, issuer = shown(found.subject.rfc4514_string()), shown(found.issuer.rfc4514_string())
        key, key_bits, spki = _key(found)
        return Certificate(
            subject=subject,
            issuer=issuer,
            names=names,
            begins=found.not_valid_before_utc,
            ends=found.not_valid_after_utc,
            key=key,
            key_bits=key_bits,
            signed_with=_signed_with(found),
            is_self_signed=found.subject == found.issuer,
            sha256=sha256(der).hexdigest(),
            spki_sha256=spki,
            der=der,
        )
    except (ValueError, TypeError):
        return None


def _names(found: x509.Certificate) -> tuple[str, ...]:
    try:
        alternatives = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    return tuple(shown(name.lower(), _LONGEST_NAME) for name in alternatives.get_values_for_type(x509.DNSName))


def _key(found: x509.Certificate) -> tuple[str, int, str]:
    try:
        key = found.public_key()
        digest = sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()
    except UnsupportedAlgorithm:
        return "unknown", 0, ""
    for kind, name in _KINDS:
        if isinstance(key, kind):
            return name, key.key_size, digest
    for fixed, name, bits in _FIXED:
        if isinstance(key, fixed):
            return name, bits, digest
    return "unknown", 0, digest


def _signed_with(found: x509.Certificate) -> str:
    try:
        algorithm = found.signature_hash_algorithm
    except UnsupportedAlgorithm:
        return "unknown"
    return algorithm.name if algorithm else "its own"
