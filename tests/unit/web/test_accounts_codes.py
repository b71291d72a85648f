"""Does a code by e-mail let in the right person, and tell the others nothing?"""

from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wardmote.kernel.models import Letter
from wardmote.register.models import Person

KNOWN, UNKNOWN = "ada@exampleshire.gov.uk", "bob@exampleshire.gov.uk"


def test_a_person_signs_in_with_the_code_from_the_letter(visitor: Any, person: Person) -> None:
    visitor.ask_for_code(KNOWN)
    letter = visitor.letter(KNOWN)
    assert letter.state == Letter.State.WAITING
    assert "10 minutes" in letter.subject
    assert len(letter.text.strip().splitlines()) == 3
    visitor.send("account_confirm_login_code", code=visitor.mailed_code(KNOWN))
    assert visitor.is_signed_in


def test_a_person_may_type_the_code_with_spaces_or_dashes(visitor: Any, person: Person) -> None:
    visitor.ask_for_code(KNOWN)
    code = visitor.mailed_code(KNOWN)
    visitor.send("account_confirm_login_code", code=f" {code[:4]}-{code[4:]} ")
    assert visitor.is_signed_in


def test_an_address_is_the_same_person_in_capitals(visitor: Any, person: Person) -> None:
    visitor.ask_for_code(KNOWN.upper())
    visitor.send("account_confirm_login_code", code=visitor.mailed_code(KNOWN))
    assert visitor.is_signed_in


def test_a_person_made_without_a_confirmed_address_types_one_code_only(visitor: Any, council: Any) -> None:
    Person.objects.create_user("made@exampleshire.gov.uk", "Made by an administrator")
    visitor.sign_in("made@exampleshire.gov.uk")
    assert visitor.is_signed_in
    assert Letter.objects.count() == 1


def test_a_person_is_led_to_the_page_they_asked_for(visitor: Any, person: Person) -> None:
    visitor.client.post("/accounts/login/?next=/accounts/2fa/passkeys/", {"email": KNOWN})
    address = "/accounts/login/code/confirm/?next=/accounts/2fa/passkeys/"
    answer = visitor.client.post(address, {"code": visitor.mailed_code(KNOWN)})
    assert answer.headers["Location"] == "/accounts/2fa/passkeys/"


def test_a_person_is_never_led_to_another_host(visitor: Any, person: Person) -> None:
    visitor.client.post("/accounts/login/?next=https://bad.example/", {"email": KNOWN})
    address = "/accounts/login/code/confirm/?next=https://bad.example/"
    answer = visitor.client.post(address, {"code": visitor.mailed_code(KNOWN)})
    assert answer.headers["Location"] == "/"


def test_the_third_wrong_code_ends_the_attempt(visitor: Any, person: Person) -> None:
    visitor.ask_for_code(KNOWN)
    code = visitor.mailed_code(KNOWN)
    for _ in range(2):
        page = visitor.send("account_confirm_login_code", code=visitor.wrong(code))
        assert "That isn't the code that we sent" in visitor.read(page)
        assert "<title>Error:" in visitor.read(page)
    page = visitor.send("account_confirm_login_code", code=visitor.wrong(code))
    assert page.request["PATH_INFO"] == "/accounts/login/"
    assert "too many tries" in visitor.read(page)
    visitor.send("account_confirm_login_code", code=code)
    assert not visitor.is_signed_in


def test_a_code_doesnt_work_after_its_time(visitor: Any, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    visitor.ask_for_code(KNOWN)
    later = time.time() + settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT + 1
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: later)
    visitor.send("account_confirm_login_code", code=visitor.mailed_code(KNOWN))
    assert not visitor.is_signed_in


def test_a_code_works_once_and_in_its_own_browser_only(visitor: Any, stranger: Any, person: Person) -> None:
    visitor.sign_in(KNOWN)
    stranger.send("account_confirm_login_code", code=visitor.mailed_code(KNOWN))
    assert not stranger.is_signed_in


def test_a_new_code_replaces_the_old_one(visitor: Any, person: Person) -> None:
    visitor.ask_for_code(KNOWN)
    old = visitor.mailed_code(KNOWN)
    visitor.send("account_confirm_login_code", action="resend")
    new = visitor.mailed_code(KNOWN)
    assert new != old
    visitor.send("account_confirm_login_code", code=old)
    assert not visitor.is_signed_in
    visitor.send("account_confirm_login_code", code=new)
    assert visitor.is_signed_in


def test_an_unknown_address_gets_the_same_page_as_a_known_one(visitor: Any, stranger: Any, person: Person) -> None:
    known, unknown = visitor.ask_for_code(KNOWN), stranger.ask_for_code(UNKNOWN)
    assert (known.status_code, known.redirect_chain) == (unknown.status_code, unknown.redirect_chain)
    assert len(known.content) == len(unknown.content)
    assert visitor.read(known).replace(KNOWN, "") == visitor.read(unknown).replace(UNKNOWN, "")
    for _ in range(3):
        known = visitor.send("account_confirm_login_code", code="00000000")
        unknown = stranger.send("account_confirm_login_code", code="00000000")
        assert known.redirect_chain == unknown.redirect_chain
        assert visitor.read(known).replace(KNOWN, "") == visitor.read(unknown).replace(UNKNOWN, "")


def test_an_unknown_address_takes_as_many_queries_as_a_known_one(visitor: Any, stranger: Any, person: Person) -> None:
    visitor.open("account_login"), stranger.open("account_login")
    with CaptureQueriesContext(
        connection,
    ) as known:
        visitor.ask_for_code(KNOWN)
    with CaptureQueriesContext(connection) as unknown:
        stranger.ask_for_code(UNKNOWN)
    assert abs(len(known) - len(unknown)) <= 2


def test_a_closed_account_gets_the_page_of_an_unknown_address(visitor: Any, person: Person) -> None:
    Person.objects.update(is_active=False)
    page = visitor.ask_for_code(KNOWN)
    assert "If ada@exampleshire.gov.uk is registered" in visitor.read(page)
    assert "isn't registered" in visitor.letter(KNOWN).text


def test_the_letter_to_an_unknown_address_says_how_to_register(visitor: Any, council: Any) -> None:
    visitor.ask_for_code(UNKNOWN)
    letter = visitor.letter(UNKNOWN)
    assert "/accounts/signup/" in letter.text
    assert len(letter.text.strip().splitlines()) == 3


def test_too_many_requests_for_codes_are_answered_in_words(visitor: Any, person: Person) -> None:
    for _ in range(3):
        visitor.ask_for_code(KNOWN)
    page = visitor.ask_for_code(KNOWN)
    assert "That was too many tries. Wait" in visitor.read(page)
    assert Letter.objects.filter(to=KNOWN).count() == 3


def test_too_many_registrations_get_a_429_page_in_our_style(visitor: Any, council: Any, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "signup": "1/m/ip"}
    visitor.register("Ada", "nobody@elsewhere.example")
    page = visitor.register("Ada", "nobody@elsewhere.example")
    assert page.status_code == 429
    assert "wm-header" in visitor.read(page)
    assert "Wait a minute, then go back and try again" in visitor.read(page)


@pytest.mark.parametrize("typed", ["", "ada", "a" * 260 + "@x.uk", "ada@exampleshire.gov.uk\x00"])
def test_what_isnt_an_address_is_refused_in_words(visitor: Any, council: Any, typed: str) -> None:
    page = visitor.ask_for_code(typed)
    assert page.status_code == 200
    assert "There is a problem" in visitor.read(page)
    assert not Letter.objects.exists()


def test_the_pages_promise_the_minutes_that_the_settings_give(visitor: Any, person: Person) -> None:
    page = visitor.ask_for_code(KNOWN)
    assert f"{settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60} minutes" in visitor.read(page)
    page = visitor.register("New", "new@exampleshire.gov.uk")
    assert f"{settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT // 60} minutes" in visitor.read(page)


def test_signing_out_asks_first(visitor: Any, person: Person) -> None:
    visitor.sign_in(KNOWN)
    assert "Stay signed in" in visitor.read(visitor.open("account_logout"))
    assert visitor.is_signed_in
    visitor.send("account_logout")
    assert not visitor.is_signed_in
