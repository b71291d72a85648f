"""With which OpenPGP key do we sign what we publish?

The library takes its randomness and its clock from the system. Whoever keeps the private bytes seals them.
"""

from dataclasses import dataclass

from pysequoia import CipherSuite, Profile, SignatureMode, Tsk, sign

from wardmote.engines.advisories.facts import ReadingError

VALID_FOR_S = 5 * 365 * 86_400


@dataclass(frozen=True)
class SigningKey:
    """A key that is at hand. `public` is armoured, for the provider's tree; the fingerprint is in capitals."""

    secret: Tsk

    @property
    def public(self) -> bytes:
        """The certificate that others check signatures by."""
        return str(self.secret.extract_certificate()).encode()

    @property
    def fingerprint(self) -> str:
        """What names the key in the provider's metadata."""
        return self.secret.extract_certificate().fingerprint.upper()

    def sign(self, data: bytes) -> bytes:
        """Return a detached signature, armoured."""
        return sign(self.secret.signer(), data, mode=SignatureMode.DETACHED)


def new_key(user_id: str) -> bytes:
    """Make a key for "Name <address>" and return its private bytes: Ed25519 in the form that all software reads."""
    made = Tsk.generate(
        user_id=user_id, profile=Profile.RFC4880, cipher_suite=CipherSuite.Cv25519, validity_seconds=VALID_FOR_S
    )
    return bytes(made)


def load_key(private: bytes) -> SigningKey:
    """Return the key of private bytes, or raise ReadingError: also where they are a public key's."""
    try:
        secret = Tsk.from_bytes(private)
        secret.signer()
    except (RuntimeError, ValueError):
        raise ReadingError("These bytes hold no private OpenPGP key.") from None
    return SigningKey(secret)
