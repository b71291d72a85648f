"""How is a secret made, handed over once, and recognised later without being kept?"""

import hashlib
import secrets
from dataclasses import dataclass


@dataclass(frozen=True)
class Secret:
    """A fresh secret: the text goes to its holder, the digest to the database."""

    text: str
    digest: str


def new_secret(prefix: str = "") -> Secret:
    """Make a secret of 256 random bits, with a prefix that says what it opens."""
    text = prefix + secrets.token_urlsafe(32)
    return Secret(text, digest_of(text))


def digest_of(text: str) -> str:
    """Return the SHA-256 of a secret; with 256 random bits it needs neither salt nor stretching."""
    return hashlib.sha256(text.encode()).hexdigest()
