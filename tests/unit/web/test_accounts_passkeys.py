"""Does a passkey let in the person who holds it, and nobody else?"""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from wardmote.register.models import Person

ADDRESS = "ada@exampleshire.gov.uk"


def test_a_passkey_is_made_and_the_recovery_codes_follow(visitor: Any, person: Person, key: Any) -> None:
    visitor.sign_in(ADDRESS)
    page = visitor.add_passkey(key, "Work laptop")
    assert page.request["PATH_INFO"] == "/accounts/2fa/recovery-codes/"
    assert "Work laptop" in visitor.read(visitor.open("mfa_list_webauthn"))
    assert "A passkey was added" in visitor.letter(ADDRESS).text


def test_the_next_sign_in_asks_for_the_passkey(visitor: Any, stranger: Any, person: Person, key: Any) -> None:
    visitor.sign_in(ADDRESS)
    visitor.add_passkey(key)
    page = stranger.sign_in(ADDRESS)
    assert "Use your passkey" in visitor.read(page)
    assert not stranger.is_signed_in
    stranger.send("mfa_authenticate", credential=key.get(stranger.asked_of_key(page)))
    assert stranger.is_signed_in


def test_somebody_elses_key_doesnt_pass(visitor: Any, stranger: Any, person: Person, key: Any) -> None:
    visitor.sign_in(ADDRESS)
    visitor.add_passkey(key)
    page = stranger.sign_in(ADDRESS)
    page = stranger.send("mfa_authenticate", credential=type(key)().get(stranger.asked_of_key(page)))
    assert "That passkey wasn't accepted" in visitor.read(page)
    assert not stranger.is_signed_in


def test_an_answer_to_an_earlier_question_doesnt_pass(visitor: Any, stranger: Any, person: Person, key: Any) -> None:
    visitor.sign_in(ADDRESS)
    visitor.add_passkey(key)
    old = key.get(stranger.asked_of_key(stranger.sign_in(ADDRESS)))
    stranger.open("mfa_authenticate")
    stranger.send("mfa_authenticate", credential=old)
    assert not stranger.is_signed_in


def test_a_recovery_code_works_where_the_passkey_doesnt(visitor: Any, stranger: Any, person: Person, key: Any) -> None:
    visitor.sign_in(ADDRESS)
    page = visitor.add_passkey(key)
    code = re.findall(r"<li>(\d{8})</li>", visitor.read(page))[0]
    stranger.sign_in(ADDRESS)
    stranger.send("mfa_authenticate", code=code)
    assert stranger.is_signed_in


def test_a_passkey_shows_that_it_is_still_the_same_person(
    visitor: Any, stranger: Any, person: Person, key: Any
) -> None:
    visitor.sign_in(ADDRESS)
    visitor.add_passkey(key)
    stranger.send("mfa_authenticate", credential=key.get(stranger.asked_of_key(stranger.sign_in(ADDRESS))))
    page = stranger.open("mfa_generate_recovery_codes")
    assert "Show that it's still you" in visitor.read(page)
    page = stranger.open("mfa_reauthenticate_webauthn")
    page = stranger.send("mfa_reauthenticate_webauthn", credential="{}")
    assert "That passkey wasn't accepted" in visitor.read(page)
    stranger.send("mfa_reauthenticate_webauthn", credential=key.get(stranger.asked_of_key(page)))
    assert "Make new recovery codes" in visitor.read(stranger.open("mfa_generate_recovery_codes"))


def test_a_passkey_is_renamed(visitor: Any, person: Person, key: Any) -> None:
    visitor.sign_in(ADDRESS)
    visitor.add_passkey(key)
    pk = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).pk
    assert "Type a name" in visitor.read(visitor.send("mfa_edit_webauthn", pk, name=""))
    assert "Blue key" in visitor.read(visitor.send("mfa_edit_webauthn", pk, name="Blue key"))


def test_nobody_touches_another_persons_passkey(
    visitor: Any, stranger: Any, person: Person, world: Any, key: Any
) -> None:
    visitor.sign_in(ADDRESS)
    visitor.add_passkey(key)
    pk = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).pk
    world.person("Bob", email="bob@exampleshire.gov.uk")
    stranger.sign_in("bob@exampleshire.gov.uk")
    assert stranger.send("mfa_edit_webauthn", pk, name="Mine").status_code == 404
    assert stranger.send("mfa_remove_webauthn", pk).status_code == 404


def test_a_passkey_page_without_script_offers_the_app(visitor: Any, person: Person) -> None:
    visitor.sign_in(ADDRESS)
    page = visitor.read(visitor.open("mfa_add_webauthn"))
    assert "Set up an authenticator app instead: it works everywhere" in page
    assert re.search(r"<div data-with-script hidden>", page)
    assert not re.search(r"data-without-script[^>]*hidden", page)


@pytest.mark.parametrize("credential", ["", "{}", "[]", "1", "null", "not json", '{"id": "x", "rawId": "x"}'])
def test_a_made_up_passkey_is_refused(visitor: Any, person: Person, credential: str) -> None:
    visitor.sign_in(ADDRESS)
    visitor.open("mfa_add_webauthn")
    page = visitor.send("mfa_add_webauthn", name="Key", credential=credential)
    assert page.status_code == 200
    assert "That passkey wasn't accepted" in visitor.read(page)
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("credential", ["", "{}", "[]", "1", "null", '{"id": "x", "rawId": "x"}'])
def test_a_made_up_passkey_doesnt_pass_the_second_step(
    visitor: Any, person: Person, secret: str, credential: str
) -> None:
    visitor.sign_in(ADDRESS)
    page = visitor.send("mfa_authenticate", credential=credential)
    assert page.status_code == 200
    assert "That passkey wasn't accepted" in visitor.read(page)
    assert not visitor.is_signed_in
