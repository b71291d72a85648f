"""Does an organisation's own sign-in let in its people, and take over nobody's account?"""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter

from wardmote.kernel.models import Letter
from wardmote.register.models import Body, Person

SERVER = "https://sign-in.exampleshire.example"
LOGIN = "/accounts/oidc/work/login/"


@pytest.fixture
def claims(settings: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Set single sign-on up; what is put into the answer is what the provider says of the person."""
    app = {"provider_id": "work", "name": "Exampleshire", "client_id": "wardmote", "secret": "s"}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [{**app, "settings": {"server_url": SERVER}}], "OAUTH_PKCE_ENABLED": True}
    }
    settings.SINGLE_SIGN_ON_DOMAINS = ("exampleshire.gov.uk",)
    said: dict[str, Any] = {"sub": "1", "name": "Bob Example"}
    server = {"authorization_endpoint": f"{SERVER}/authorize", "token_endpoint": f"{SERVER}/token"}
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", server)
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "get_access_token_data", lambda *_, **__: {"access_token": "t"})
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "_fetch_user_info", lambda *_: said)
    return said


def come_back(visitor: Any, **answer: str) -> Any:
    """Follow the link to the provider and come back with its answer."""
    away = visitor.client.get(LOGIN)
    assert away.headers["Location"].startswith(f"{SERVER}/authorize?")
    asked = parse_qs(urlsplit(away.headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    state = asked["state"][0]
    return visitor.client.get(f"{LOGIN}callback/", {"state": state, **(answer or {"code": "c"})}, follow=True)


def test_a_colleague_whose_address_the_organisation_confirms_is_in(
    visitor: Any, council: Body, claims: dict[str, Any]
) -> None:
    claims.update(email="Bob@Exampleshire.gov.uk", email_verified=True)
    come_back(visitor)
    assert visitor.is_signed_in
    person = Person.objects.get()
    assert (person.name, person.email) == ("Bob Example", "bob@exampleshire.gov.uk")
    visitor.send("account_logout")
    come_back(visitor)
    assert visitor.is_signed_in


def test_an_address_that_nobody_confirmed_gets_a_code(visitor: Any, council: Body, claims: dict[str, Any]) -> None:
    claims.update(email="bob@exampleshire.gov.uk")
    page = come_back(visitor)
    assert "Confirm your e-mail address" in visitor.read(page)
    assert not visitor.is_signed_in
    visitor.send("account_email_verification_sent", code=visitor.mailed_code("bob@exampleshire.gov.uk"))
    assert visitor.is_signed_in


def test_somebody_without_an_address_is_asked_for_one(visitor: Any, council: Body, claims: dict[str, Any]) -> None:
    page = come_back(visitor)
    assert "wm-header" in visitor.read(page)
    assert "Your organisation told us who you are" in visitor.read(page)
    page = visitor.send("socialaccount_signup", name="Bob", email="bob@mail.example")
    assert "isn't under a council's domain" in visitor.read(page)
    visitor.send("socialaccount_signup", name="Bob", email="bob@exampleshire.gov.uk")
    assert not visitor.is_signed_in
    visitor.send("account_email_verification_sent", code=visitor.mailed_code("bob@exampleshire.gov.uk"))
    assert visitor.is_signed_in


def test_an_outsider_is_refused_in_words(visitor: Any, council: Body, claims: dict[str, Any]) -> None:
    claims.update(email="bob@mail.example", email_verified=True)
    page = come_back(visitor)
    assert "We can't register that address" in visitor.read(page)
    assert "wm-header" in visitor.read(page)
    assert not Person.objects.exists()


def test_an_account_that_was_made_by_e_mail_isnt_taken_over(
    visitor: Any, person: Person, claims: dict[str, Any]
) -> None:
    claims.update(email=person.email, email_verified=True)
    come_back(visitor)
    assert not visitor.is_signed_in
    assert not SocialAccount.objects.exists()
    assert "sign in instead" in Letter.objects.get().text


def test_somebody_who_stops_halfway_reads_what_to_do(visitor: Any, council: Body, claims: dict[str, Any]) -> None:
    page = come_back(visitor, error="access_denied")
    assert "You stopped signing in" in visitor.read(page)
    page = come_back(visitor, error="server_error")
    assert page.status_code == 401
    assert "Your organisation's sign-in didn't work" in visitor.read(page)
    assert visitor.client.get(f"{LOGIN}callback/", {"state": "made up", "code": "c"}).status_code == 401


def test_the_sign_in_page_offers_it_only_where_it_is_set_up(visitor: Any, council: Body) -> None:
    assert "instead" not in visitor.read(visitor.open("account_login"))
    assert visitor.client.get(LOGIN).status_code == 404


def test_the_link_keeps_the_page_that_was_asked_for(visitor: Any, council: Body, claims: dict[str, Any]) -> None:
    page = visitor.read(visitor.client.get("/accounts/login/?next=/map/"))
    assert f'href="{LOGIN}?next=%2Fmap%2F">Sign in with Exampleshire instead' in page


def test_a_link_cant_tie_an_account_elsewhere_to_the_one_signed_in(
    visitor: Any, council: Body, claims: dict[str, Any]
) -> None:
    assert visitor.client.get(f"{LOGIN}?process=connect").status_code == 404
    assert visitor.client.post(LOGIN, {"process": "connect"}).status_code == 405


def test_the_provider_speaks_only_for_its_own_domains(visitor: Any, claims: dict[str, Any], settings: Any) -> None:
    """A council's directory can't let anybody into another council."""
    settings.SINGLE_SIGN_ON_DOMAINS = ("elsewhere.gov.uk",)
    claims |= {"email": "bob@exampleshire.gov.uk", "email_verified": True}
    come_back(visitor)
    assert not Person.objects.filter(email="bob@exampleshire.gov.uk").exists()
