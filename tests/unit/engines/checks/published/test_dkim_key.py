"""Is a DKIM key record read, and its key judged by what it is?"""

from base64 import b64encode
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.checks.published import KeyKind, Strength, is_dkim, is_empty_wildcard, read_dkim


@cache
def rsa(bits: int, form: PublicFormat = PublicFormat.SubjectPublicKeyInfo) -> str:
    return b64encode(generate_private_key(65537, bits).public_key().public_bytes(Encoding.DER, form)).decode()


def ed25519() -> str:
    key = Ed25519PrivateKey.generate().public_key()
    return b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


@pytest.mark.parametrize(("bits", "strength"), [(1024, Strength.SHORT), (2048, Strength.STRONG)])
def test_an_rsa_key_is_measured(bits: int, strength: Strength) -> None:
    key = read_dkim(f"v=DKIM1; k=rsa; p={rsa(bits)}")

    assert (key.kind, key.bits, key.strength) == (KeyKind.RSA, bits, strength)
    assert key.faults == ()


def test_a_bare_rsa_key_is_measured_too() -> None:
    assert read_dkim(f"p={rsa(2048, PublicFormat.PKCS1)}").bits == 2048


def test_a_key_in_pieces_with_spaces_is_read() -> None:
    text = rsa(2048)

    assert read_dkim(f"v=DKIM1; p={text[:100]} {text[100:]}").strength is Strength.STRONG


def test_a_key_of_512_bits_is_broken() -> None:
    numbers = b"\x02\x41\x00" + b"\xff" * 64 + b"\x02\x03\x01\x00\x01"  # a modulus of 512 bits, and 65537
    key = read_dkim(f"p={b64encode(bytes((0x30, len(numbers))) + numbers).decode()}")

    assert (key.bits, key.strength) == (512, Strength.BROKEN)


def test_an_ed25519_key_is_strong() -> None:
    key = read_dkim(f"v=DKIM1; k=ed25519; p={ed25519()}")

    assert (key.kind, key.bits, key.strength) == (KeyKind.ED25519, 256, Strength.STRONG)


def test_an_empty_key_is_revoked_and_not_a_fault() -> None:
    key = read_dkim("v=DKIM1; p=")

    assert key.strength is Strength.REVOKED
    assert is_empty_wildcard(key)


def test_a_missing_key_is_a_fault_and_not_a_revocation() -> None:
    key = read_dkim("v=DKIM1; k=rsa")

    assert not key.is_revoked
    assert key.strength is Strength.UNREADABLE
    assert key.faults


def test_flags_hashes_and_services_are_read() -> None:
    key = read_dkim(f"v=DKIM1; h=sha256:SHA1; s=email; t=y:s; n=note; x=1; p={rsa(1024)}")

    assert (key.is_testing, key.is_strict, key.services) == (True, True, ("email",))
    assert key.hashes == ("sha256", "sha1")
    assert [tag.name for tag in key.unknown] == ["x"]


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("v=DKIM1; p=%%%", 11),
        ("v=DKIM1; k=dsa; p=QUJD", 11),
        ("v=DKIM1; k=rsa; p=QUJD", 18),
        ("v=DKIM1; k=ed25519; p=QUJD", 22),
        ("v=dkim1; p=", 2),
        ("p=; v=DKIM1", 4),
    ],
)
def test_a_fault_is_found_where_it_stands(text: str, position: int) -> None:
    (fault,) = read_dkim(text).faults

    assert fault.position == position


@pytest.mark.parametrize(
    ("text", "is_key"), [("v=DKIM1; p=", True), ("k=rsa; p=x", True), ("v=spf1 -all", False), ("", False)]
)
def test_a_key_record_is_told_from_other_texts(text: str, is_key: bool) -> None:
    assert is_dkim(text) is is_key


@given(st.text(max_size=500), st.binary(max_size=300))
def test_no_text_makes_the_reader_raise(text: str, raw: bytes) -> None:
    for record in (text, f"v=DKIM1; {text}", f"v=DKIM1; p={b64encode(raw).decode()}", f"k=ed25519; p={text}"):
        is_dkim(record)
        assert read_dkim(record).strength in Strength
