"""Does a sealed secret open with the same key and for the same purpose only?"""

import pytest
from cryptography.fernet import InvalidToken
from django.conf import LazySettings

from wardmote.kernel.sealing import seal, unseal


def test_what_was_sealed_comes_back_and_doesnt_show() -> None:
    sealed = seal("a secret", "webhook")
    assert "a secret" not in sealed
    assert unseal(sealed, "webhook") == "a secret"


def test_what_was_sealed_for_one_purpose_opens_no_other() -> None:
    with pytest.raises(InvalidToken):
        unseal(seal("a secret", "webhook"), "second factor")


def test_another_installations_key_opens_nothing(settings: LazySettings) -> None:
    sealed = seal("a secret", "webhook")
    settings.SECRET_KEY = "of another installation"
    with pytest.raises(InvalidToken):
        unseal(sealed, "webhook")
