"""Which certificate did a server show, and would a careful client have taken it?"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Certificate:
    """A server's own certificate. `names` are its DNS names (SAN), lower case; `key_bits` of an RSA key or a curve.

    `spki_sha256` and `sha256` are digests of its key (SubjectPublicKeyInfo) and of the whole, in hexadecimal; `der` is
    the certificate itself, for DANE.
    """

    subject: str
    issuer: str
    names: tuple[str, ...]
    begins: datetime
    ends: datetime
    key: str  # RSA, EC, Ed25519 …
    key_bits: int
    signed_with: str  # sha256, sha1 …
    is_self_signed: bool
    sha256: str
    spki_sha256: str
    der: bytes = b""


@dataclass(frozen=True)
class Handshake:
    """What came of one full TLS handshake.

    `trouble` is empty where the chain, the dates and the name were right; otherwise it says what a careful client
    refuses, in the middle of a sentence ("the certificate is self-signed"). `version` is as `TLSv1.3`, and empty where
    no handshake came about at all. `is_turned_away`: version and ciphers are what a careful client refuses, so that it
    never judged the certificate. `chain` is all that the server sent, its own certificate first, for DANE.
    """

    version: str
    cipher: str
    certificate: Certificate | None
    trouble: str = ""
    chain: tuple[bytes, ...] = ()
    is_turned_away: bool = False

    @property
    def is_trusted(self) -> bool:
        """Whether a careful client takes it."""
        return self.certificate is not None and not self.trouble
