"""Certificates and the settings of servers that show them, made in the test: what they say is up to the test."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Made:
    """A certificate with its key, and those that stand between it and the authority."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    above: tuple[x509.Certificate, ...] = ()

    @cached_property
    def der(self) -> bytes:
        """The certificate itself."""
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def chain(self) -> tuple[bytes, ...]:
        """All that a server sends, its own first."""
        return (self.der, *(each.public_bytes(Encoding.DER) for each in self.above))

    def saved(self, folder: Path) -> Path:
        """Write the key and the chain to one file, in Postfix's order."""
        path = folder / f"{self.certificate.serial_number}.pem"
        chain = b"".join(each.public_bytes(Encoding.PEM) for each in (self.certificate, *self.above))
        path.write_bytes(self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + chain)
        return path


class Authority:
    """Issues certificates; `issue(authority=True)` gives what may stand between."""

    def __init__(self, name: str = "Test Authority", *, by: "Made | None" = None) -> None:
        """Begin with a certificate of its own, self-signed unless another authority issues it."""
        self.made = _make(name, (), by, -DAY, 365 * DAY, is_authority=True)
        self._above = (self.made.certificate,) if by else ()

    def issue(self, *names: str, begins: timedelta = -DAY, ends: timedelta = 60 * DAY, sends_all: bool = True) -> Made:
        """Return a certificate for these names; times count from now."""
        made = _make(names[0], names, self.made, begins, ends, is_authority=False)
        return Made(made.certificate, made.key, self._above if sends_all else ())

    def saved(self, folder: Path) -> str:
        """Write what clients must trust, and return where."""
        path = folder / "authority.pem"
        path.write_bytes(self.made.certificate.public_bytes(Encoding.PEM))
        return str(path)


def self_signed(*names: str) -> Made:
    """Return a certificate that nobody vouches for."""
    return _make(names[0], names, None, -DAY, 60 * DAY, is_authority=False)


def server_context(
    made: Made, folder: Path, *, only: ssl.TLSVersion | None = None, ciphers: str = ""
) -> ssl.SSLContext:
    """Return a server's settings, for one version of TLS where `only` says so."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.saved(folder))
    if only:
        context.minimum_version = context.maximum_version = only
        context.set_ciphers("ALL:@SECLEVEL=0")
    if ciphers:
        context.set_ciphers(ciphers)
    return context


def _make(
    subject: str, names: tuple[str, ...], by: Made | None, begins: timedelta, ends: timedelta, *, is_authority: bool
) -> Made:
    now, key = datetime.now(UTC), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(by.certificate.subject if by else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + begins)
        .not_valid_after(now + ends)
        .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(list(map(x509.DNSName, names))), critical=False)
    return Made(builder.sign(by.key if by else key, hashes.SHA256()), key)
