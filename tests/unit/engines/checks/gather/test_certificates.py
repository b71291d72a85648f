"""Is a certificate read for what it says, and a damaged one for none at all?"""

from datetime import UTC, datetime
from hashlib import sha256

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.checks.gather.certificates import read_certificate

BEGINS, ENDS = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 12, 30, 23, 59, 59, tzinfo=UTC)


def made(key: CertificateIssuerPrivateKeyTypes, *names: str, issuer: str = "Issuer") -> bytes:
    """Return a certificate in the key's own name."""
    named = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)]) for text in ("mx.example.net", issuer))
    subject, issued_by = named
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issued_by)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(BEGINS)
        .not_valid_after(ENDS)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(list(map(x509.DNSName, names))), critical=False)
    own = isinstance(key, (ed25519.Ed25519PrivateKey, ed448.Ed448PrivateKey))
    return builder.sign(key, None if own else hashes.SHA384()).public_bytes(Encoding.DER)


KEYS: list[tuple[CertificateIssuerPrivateKeyTypes, tuple[str, int, str]]] = [
    (rsa.generate_private_key(65537, 2048), ("RSA", 2048, "sha384")),
    (ec.generate_private_key(ec.SECP384R1()), ("EC", 384, "sha384")),
    (ed25519.Ed25519PrivateKey.generate(), ("Ed25519", 256, "its own")),
    (ed448.Ed448PrivateKey.generate(), ("Ed448", 456, "its own")),
]
WHOLE = made(KEYS[1][0], "mx.example.net")


@pytest.mark.parametrize(("key", "said"), KEYS, ids=[said[0] for _, said in KEYS])
def test_a_certificate_is_read_whatever_its_key(
    key: CertificateIssuerPrivateKeyTypes, said: tuple[str, int, str]
) -> None:
    der = made(key, "MX.example.net", "*.example.org")

    found = read_certificate(der)

    assert found
    assert (found.key, found.key_bits, found.signed_with) == said
    assert (found.subject, found.issuer, found.is_self_signed) == ("CN=mx.example.net", "CN=Issuer", False)
    assert found.names == ("mx.example.net", "*.example.org")
    assert (found.begins, found.ends) == (BEGINS, ENDS)
    assert found.sha256 == sha256(der).hexdigest()
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert found.spki_sha256 == sha256(spki).hexdigest()
    assert found.der == der


def test_a_certificate_without_names_has_none() -> None:
    found = read_certificate(made(KEYS[1][0], issuer="mx.example.net"))

    assert found
    assert (found.names, found.is_self_signed) == ((), True)


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255), st.integers(0, len(WHOLE)))
def test_a_damaged_certificate_raises_nothing(place: int, byte: int, size: int) -> None:
    damaged = bytearray(WHOLE)
    damaged[place] = byte

    found = read_certificate(bytes(damaged[:size]))

    assert found is None or found.der == damaged[:size]


@given(st.binary(max_size=200))
def test_what_is_no_certificate_is_none(data: bytes) -> None:
    assert read_certificate(data) is None
