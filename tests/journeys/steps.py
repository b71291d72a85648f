"""Steps that several journeys take."""

import hmac
import re
import time
from base64 import b32decode
from hashlib import sha1
from struct import pack, unpack


def read_code(letter: str) -> str:
    """Return the eight digits that a letter carries."""
    found = re.search(r"\b\d{8}\b", letter)
    assert found, letter
    return found[0]


def read_link(letter: str) -> str:
    """Return the address that a letter leads to."""
    found = re.search(r"https?://\S+", letter)
    assert found, letter
    return found[0]


def app_code(key: str, steps_ahead: int = 0) -> str:
    """Return the six digits that an authenticator app shows for a key (RFC 6238, the usual settings)."""
    moment = pack(">Q", int(time.time()) // 30 + steps_ahead)
    digest = hmac.new(b32decode(key.replace(" ", "")), moment, sha1).digest()
    start = digest[-1] & 15
    (number,) = unpack(">I", digest[start : start + 4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"
