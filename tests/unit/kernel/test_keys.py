"""Is a secret handed over once, hard to guess, and recognised without being kept?"""

import hashlib

from wardmote.kernel.keys import digest_of, new_secret


def test_a_secret_carries_its_prefix_and_256_random_bits() -> None:
    secret = new_secret("wm_")
    assert secret.text.startswith("wm_")
    assert len(secret.text) == len("wm_") + 43


def test_no_two_secrets_are_alike() -> None:
    assert len({new_secret().text for _ in range(200)}) == 200


def test_a_secret_is_recognised_by_its_digest() -> None:
    secret = new_secret("wm_")
    assert digest_of(secret.text) == secret.digest
    assert digest_of(secret.text + "x") != secret.digest


def test_the_digest_is_sha_256_and_doesnt_hold_the_secret() -> None:
    secret = new_secret()
    assert secret.digest == hashlib.sha256(secret.text.encode()).hexdigest()
    assert secret.text not in secret.digest


def test_a_secret_fits_into_an_address() -> None:
    assert all(c.isalnum() or c in "-_" for _ in range(50) for c in new_secret("wm_").text)
