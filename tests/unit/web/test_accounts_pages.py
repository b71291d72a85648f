"""Is every sign-in page one of ours: our header, one heading, one main button, nothing inline?"""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.urls import URLPattern, reverse

from wardmote.config.settings.pages import PACKAGE
from wardmote.register.models import Person
from wardmote.web import account_urls

ADDRESS = "ada@exampleshire.gov.uk"
# What allauth looks up by name in the configuration that we run.
NAMES_OF_ALLAUTH = [
    "account_change_password",
    "account_confirm_login_code",
    "account_email",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_request_login_code",
    "account_reset_password",
    "account_set_password",
    "account_signup",
    "mfa_activate_totp",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_view_recovery_codes",
    "socialaccount_connections",
    "socialaccount_login_cancelled",
    "socialaccount_signup",
]


def address_of(page: URLPattern) -> str:
    """Return the address of a page, of its first object where it is about one."""
    newest = Authenticator.objects.order_by("-pk").filter(type=Authenticator.Type.WEBAUTHN).first()
    given = {"pk": newest.pk if newest else 1, "provider_id": "work"}
    wanted = {name: given[name] for name in page.pattern.converters}
    return reverse(str(page.name), kwargs=wanted)


PAGES = [pytest.param(page, id=str(page.name)) for page in account_urls.urlpatterns]


def check_is_ours(text: str) -> None:
    """Check what every page of ours has and what none has."""
    assert "wm-header" in text
    assert text.count("<h1") == 1
    title, heading = re.search(r"<title>(.*?)</title>", text), re.search(r"<h1[^>]*>(.*?)</h1>", text)
    assert title
    assert heading
    assert heading[1] in title[1]
    assert "<style" not in text
    assert "style=" not in text
    assert not re.search(r"\son[a-z]+=", text)
    for script in re.findall(r"<script[^>]*>", text):
        assert "src=" in script or 'type="application/json"' in script, script
    main = text[text.index("<main") : text.index("</main>")]
    assert len(re.findall(r'class="govuk-button"', main)) <= 1


def check_answer(answer: Any, name: str) -> None:
    """Check an answer of any kind: ours if it is a page, else a redirect or a file."""
    assert answer.status_code in (200, 302, 401, 404, 405)
    if answer.headers["Content-Type"].startswith("text/html") and answer.status_code in (200, 401, 404):
        check_is_ours(answer.content.decode())


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_ours_to_the_signed_out(visitor: Any, page: URLPattern) -> None:
    check_answer(visitor.client.get(address_of(page)), str(page.name))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_ours_to_the_signed_in(visitor: Any, person: Person, page: URLPattern) -> None:
    visitor.sign_in(ADDRESS)
    check_answer(visitor.client.get(address_of(page)), str(page.name))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_ours_to_somebody_with_every_second_factor(
    visitor: Any, person: Person, key: Any, page: URLPattern
) -> None:
    visitor.sign_in(ADDRESS)
    set_up_everything(visitor, key)
    answer = visitor.client.get(address_of(page))
    check_answer(answer, str(page.name))


def test_the_pages_on_the_way_in_are_ours(visitor: Any, stranger: Any, person: Person) -> None:
    check_is_ours(visitor.ask_for_code(ADDRESS).content.decode())
    check_is_ours(visitor.send("account_confirm_login_code", code="").content.decode())
    check_is_ours(stranger.register("Bob", "bob@exampleshire.gov.uk").content.decode())
    check_is_ours(stranger.send("account_email_verification_sent", code="").content.decode())


def test_the_second_step_is_ours(visitor: Any, stranger: Any, person: Person, key: Any) -> None:
    visitor.sign_in(ADDRESS)
    set_up_everything(visitor, key)
    page = stranger.sign_in(ADDRESS)
    assert page.request["PATH_INFO"] == "/accounts/2fa/authenticate/"
    check_is_ours(page.content.decode())
    check_is_ours(stranger.send("mfa_authenticate", code="").content.decode())


@pytest.mark.parametrize("name", NAMES_OF_ALLAUTH)
def test_a_name_that_allauth_looks_up_is_there(name: str) -> None:
    assert reverse(name).startswith("/accounts/")


@pytest.mark.parametrize("name", ["account_reset_password", "account_change_password", "account_set_password"])
def test_there_are_no_password_pages(visitor: Any, name: str) -> None:
    assert visitor.open(name).request["PATH_INFO"] == "/accounts/login/"


def test_no_page_is_cached_or_framed(visitor: Any, council: Any) -> None:
    page = visitor.open("account_login")
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["X-Frame-Options"] == "DENY"
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


def test_every_e_mail_and_message_is_in_our_words() -> None:
    """allauth falls back to its own texts where ours are missing: none of those that it sends may be."""
    folder = PACKAGE / "web" / "templates"
    for name in ("login_code", "email_confirmation", "email_confirmation_signup", "unknown_account"):
        assert (folder / "account" / "email" / f"{name}_subject.txt").exists()
        assert (folder / "account" / "email" / f"{name}_message.txt").exists()
    for name in ("totp_activated", "totp_deactivated", "webauthn_added", "webauthn_removed"):
        assert (folder / "mfa" / "email" / f"{name}_message.txt").exists()
        assert (folder / "mfa" / "messages" / f"{name}.txt").exists()


def set_up_everything(visitor: Any, key: Any) -> None:
    """Give a signed-in person an app, recovery codes and a passkey."""
    visitor.set_up_app()
    visitor.add_passkey(key)
