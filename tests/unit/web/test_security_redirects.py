"""Can a link to us lead a person somewhere else?"""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.worlds import World, signed_in
from wardmote.kernel.keys import new_secret
from wardmote.kernel.moments import now
from wardmote.kernel.roles import Role
from wardmote.register.actions.invite import send_invitation
from wardmote.register.models import Body, Person, SignInLink

KNOWN = "ada@exampleshire.gov.uk"
ELSEWHERE = [
    "https://evil.example/",
    "http://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "https:evil.example",
    "https:///evil.example",
    " https://evil.example/",
    "\thttps://evil.example/",
    "/\t/evil.example/",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "",
]
BROKEN = ["/councils/\r\nSet-Cookie: planted=1", "/councils/\nLocation: https://evil.example/"]


@pytest.mark.parametrize("back", ELSEWHERE)
def test_choosing_a_language_leads_nowhere_else(db: None, client: Client, back: str) -> None:
    answer = client.post("/language/", {"language": "cy", "back": back})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


@pytest.mark.parametrize("back", BROKEN)
def test_choosing_a_language_writes_no_header_of_anothers(db: None, client: Client, back: str) -> None:
    answer = client.post("/language/", {"language": "cy", "back": back})
    assert answer.headers["Location"].startswith("/")
    assert not set("\r\n") & set(answer.headers["Location"])
    assert set(answer.cookies) == {"wardmote_language"}


@pytest.mark.parametrize("back", ["/councils/?q=kent&page=2", "/map/", "/councils/AAA/#facts"])
def test_choosing_a_language_leads_back(db: None, client: Client, back: str) -> None:
    assert client.post("/language/", {"language": "cy", "back": back}).headers["Location"] == back


@pytest.mark.parametrize("wanted", ELSEWHERE + BROKEN)
def test_signing_in_leads_nowhere_else(visitor: Any, person: Person, wanted: str) -> None:
    query = urlencode({"next": wanted})
    visitor.client.post(f"/accounts/login/?{query}", {"email": KNOWN, "next": wanted})
    form = {"code": visitor.mailed_code(KNOWN), "next": wanted}
    answer = visitor.client.post(f"/accounts/login/code/confirm/?{query}", form)
    assert answer.status_code == 302
    assert visitor.is_signed_in
    check_stays(answer)


@pytest.mark.parametrize("wanted", ELSEWHERE + BROKEN)
def test_registering_and_signing_out_lead_nowhere_else(visitor: Any, council: Body, wanted: str) -> None:
    address = "bob@exampleshire.gov.uk"
    query = urlencode({"next": wanted})
    visitor.client.post(f"/accounts/signup/?{query}", {"name": "Bob", "email": address, "next": wanted})
    form = {"code": visitor.mailed_code(address), "next": wanted}
    check_stays(visitor.client.post(f"/accounts/confirm-email/?{query}", form))
    assert visitor.is_signed_in
    check_stays(visitor.client.post(f"/accounts/logout/?{query}", {"next": wanted}))
    assert not visitor.is_signed_in


@pytest.mark.parametrize("wanted", ELSEWHERE + BROKEN)
def test_the_second_factor_leads_nowhere_else(visitor: Any, person: Person, secret: str, wanted: str) -> None:
    query = urlencode({"next": wanted})
    visitor.client.post(f"/accounts/login/?{query}", {"email": KNOWN, "next": wanted})
    visitor.client.post(f"/accounts/login/code/confirm/?{query}", {"code": visitor.mailed_code(KNOWN)})
    form = {"code": visitor.app_code(secret), "next": wanted}
    answer = visitor.client.post(f"/accounts/2fa/authenticate/?{query}", form)
    assert visitor.is_signed_in
    check_stays(answer)


@pytest.mark.parametrize("wanted", ELSEWHERE + BROKEN)
def test_an_invitation_and_a_demonstration_link_lead_home_only(world: World, wanted: str) -> None:
    council = world.council("AAA")
    guest = world.person("Guest")
    _, secret = send_invitation(by=None, body=council, email=guest.email, role=Role.VIEWER, at=now())
    query = urlencode({"next": wanted, "back": wanted})
    answer = signed_in(guest).post(f"/invitations/{secret.text}/?{query}", {"next": wanted})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    fictional, link = world.person("Joan", demonstration=True), new_secret()
    SignInLink.objects.create(person=fictional, digest=link.digest, expires_at=now().replace(year=2099))
    answer = Client().post(f"/demonstration/{link.text}/?{query}", {"next": wanted})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


@pytest.mark.parametrize("wanted", ["/councils/", "/councils/?q=kent"])
def test_somebody_sent_to_sign_in_comes_back_to_where_they_were(visitor: Any, person: Person, wanted: str) -> None:
    visitor.client.post(f"/accounts/login/?{urlencode({'next': wanted})}", {"email": KNOWN})
    address = f"/accounts/login/code/confirm/?{urlencode({'next': wanted})}"
    answer = visitor.client.post(address, {"code": visitor.mailed_code(KNOWN)})
    assert answer.headers["Location"] == wanted


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "/councils//evil.example"])
def test_an_address_without_its_last_slash_is_mended_on_this_host(db: None, client: Client, path: str) -> None:
    answer = client.get(path.rstrip("/"))
    assert not answer.headers.get("Location", "/").startswith(("//", "/\\", "http"))


def check_stays(answer: Any) -> None:
    """Check that a redirect stays on this host, by what browsers make of its address."""
    assert answer.status_code == 302
    location = answer.headers["Location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\", "/\t", "/%09"))
    assert not set("\r\n\t\\") & set(location)
    assert "planted" not in answer.cookies
