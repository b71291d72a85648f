"""Does a second factor keep out whoever has only the e-mailed code, and can nobody lose it by mistake?"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from wardmote.register.models import Membership, Person

ADDRESS = "ada@exampleshire.gov.uk"
MakeLead = Callable[[Person], Membership]


def add_passkey(person: Person, name: str = "Key") -> Authenticator:
    """Give a person a passkey, as far as the database knows."""
    return Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={"name": name})


def test_setting_up_an_app_leads_to_the_recovery_codes_and_a_letter(
    visitor: Any, person: Person, django_capture_on_commit_callbacks: Any
) -> None:
    visitor.sign_in(ADDRESS)
    with django_capture_on_commit_callbacks(execute=True):
        _, page = visitor.set_up_app()
    assert page.request["PATH_INFO"] == "/accounts/2fa/recovery-codes/"
    assert len(re.findall(r"<li>\d{8}</li>", visitor.read(page))) == 10
    assert "An authenticator app was added" in visitor.letter(ADDRESS).text


def test_the_next_sign_in_asks_for_the_app(visitor: Any, person: Person) -> None:
    visitor.sign_in(ADDRESS)
    secret, _ = visitor.set_up_app()
    visitor.send("account_logout")
    page = visitor.sign_in(ADDRESS)
    assert "Type the code from your authenticator app" in visitor.read(page)
    assert not visitor.is_signed_in
    visitor.send("mfa_authenticate", code=visitor.app_code(secret))
    assert visitor.is_signed_in


def test_a_page_of_ours_stays_closed_until_the_second_step(visitor: Any, person: Person, secret: str) -> None:
    visitor.sign_in(ADDRESS)
    assert visitor.open("mfa_index").request["PATH_INFO"] == "/accounts/login/"


def test_a_wrong_code_is_refused_in_words_and_five_are_too_many(visitor: Any, person: Person, secret: str) -> None:
    visitor.sign_in(ADDRESS)
    for _ in range(5):
        page = visitor.send("mfa_authenticate", code="000000")
        assert "That code isn't right" in visitor.read(page)
    page = visitor.send("mfa_authenticate", code=visitor.app_code(secret))
    assert "too many tries" in visitor.read(page)
    assert not visitor.is_signed_in


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_phone_whose_clock_is_a_little_off_still_works(visitor: Any, person: Person, secret: str, steps: int) -> None:
    visitor.sign_in(ADDRESS)
    visitor.send("mfa_authenticate", code=visitor.app_code(secret, steps))
    assert visitor.is_signed_in


def test_a_code_from_the_app_works_once(
    visitor: Any, person: Person, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    code = visitor.app_code(secret)
    for minutes in (0, 0.6):
        visitor.sign_in(ADDRESS)
        later = time.time() + minutes * 60
        monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda later=later: later)
        visitor.send("mfa_authenticate", code=code)
        assert visitor.is_signed_in is (minutes == 0)
        visitor.client.logout()


def test_a_recovery_code_works_once(visitor: Any, person: Person, secret: str) -> None:
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    visitor.sign_in(ADDRESS)
    visitor.send("mfa_authenticate", code=code)
    assert visitor.is_signed_in
    visitor.send("account_logout")
    visitor.sign_in(ADDRESS)
    visitor.send("mfa_authenticate", code=code)
    assert not visitor.is_signed_in


def test_a_page_about_second_factors_asks_again_after_sign_in(visitor: Any, person: Person, secret: str) -> None:
    RecoveryCodes.activate(person)
    visitor.sign_in(ADDRESS)
    visitor.send("mfa_authenticate", code=visitor.app_code(secret))
    page = visitor.open("mfa_view_recovery_codes")
    assert "Show that it's still you" in visitor.read(page)
    address = "/accounts/2fa/reauthenticate/?next=/accounts/2fa/recovery-codes/"
    page = visitor.client.post(address, {"code": visitor.app_code(secret, 1)}, follow=True)
    assert "Keep your recovery codes safe" in visitor.read(page)


def test_new_recovery_codes_stop_the_old_ones(visitor: Any, person: Person) -> None:
    visitor.sign_in(ADDRESS)
    _, page = visitor.set_up_app()
    old = set(re.findall(r"<li>(\d{8})</li>", visitor.read(page)))
    page = visitor.send("mfa_generate_recovery_codes")
    assert not old & set(re.findall(r"<li>(\d{8})</li>", visitor.read(page)))
    file = visitor.open("mfa_download_recovery_codes")
    assert file["Content-Type"].startswith("text/plain")
    assert len(re.findall(r"^\d{8}$", file.content.decode(), re.MULTILINE)) == 10


def test_a_person_whose_role_doesnt_need_it_may_remove_the_app(visitor: Any, person: Person) -> None:
    visitor.sign_in(ADDRESS)
    visitor.set_up_app()
    visitor.send("mfa_deactivate_totp")
    assert not Authenticator.objects.exists()
    assert "The authenticator app was removed" in visitor.letter(ADDRESS).text


def test_the_last_app_of_a_lead_cant_be_removed(visitor: Any, person: Person, make_lead: MakeLead) -> None:
    visitor.sign_in(ADDRESS)
    visitor.set_up_app()
    make_lead(person)
    page = visitor.open("mfa_deactivate_totp")
    assert "Your role needs a second factor and this is your only one" in visitor.read(page)
    visitor.send("mfa_deactivate_totp")
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def test_the_last_passkey_of_a_lead_cant_be_removed(visitor: Any, person: Person, make_lead: MakeLead) -> None:
    visitor.sign_in(ADDRESS)
    visitor.set_up_app()
    key = add_passkey(person)
    make_lead(person)
    Authenticator.objects.filter(type=Authenticator.Type.TOTP).delete()
    page = visitor.send("mfa_remove_webauthn", key.pk)
    assert "Your role needs a second factor and this is your only one" in visitor.read(page)
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_one_of_two_factors_of_a_lead_can_be_removed(visitor: Any, person: Person, make_lead: MakeLead) -> None:
    visitor.sign_in(ADDRESS)
    visitor.set_up_app()
    key = add_passkey(person)
    make_lead(person)
    visitor.send("mfa_remove_webauthn", key.pk)
    assert not Authenticator.objects.filter(pk=key.pk).exists()
    assert "A passkey was removed" in visitor.letter(ADDRESS).text


def test_a_lead_without_a_second_factor_is_told_to_set_one_up(
    visitor: Any, person: Person, make_lead: MakeLead
) -> None:
    make_lead(person)
    visitor.sign_in(ADDRESS)
    page = visitor.read(visitor.open("mfa_index"))
    assert '<h1 class="govuk-heading-l">Set up a second factor</h1>' in page
    assert "Your role needs a second factor, and you don't have one yet" in page
    assert page.index("Set up an authenticator app") < page.index("Passkeys")


def test_a_lead_with_a_second_factor_is_told_that_nothing_is_left(
    visitor: Any, person: Person, make_lead: MakeLead
) -> None:
    visitor.sign_in(ADDRESS)
    visitor.set_up_app()
    make_lead(person)
    page = visitor.read(visitor.open("mfa_index"))
    assert "There is nothing left to do" in page
    assert "10 left" in page
