"""How is a secret kept that we must be able to read again, so that a copy of the database alone opens nothing?"""

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def seal(text: str, purpose: str) -> str:
    """Return the text sealed with the installation's own secret key; what is sealed for one purpose opens no other."""
    return _seal(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str:
    """Open what was sealed for the same purpose; InvalidToken where the key or the purpose is another."""
    return _seal(purpose).decrypt(sealed.encode()).decode()


def _seal(purpose: str) -> Fernet:
    key = hashlib.sha256(f"wardmote {purpose}:".encode() + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
