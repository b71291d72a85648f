"""What happens when somebody opens a demonstration link, from here or from elsewhere?"""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client, override_settings

from wardmote.register.models import Person, SignInLink

MakesLinks = Callable[..., str]

ELSEWHERE = [
    {"REMOTE_ADDR": "192.0.2.7"},
    {"REMOTE_ADDR": "2001:db8::7"},
    {"REMOTE_ADDR": ""},
    {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
    {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    {"HTTP_X_REAL_IP": "192.0.2.7"},
    {"HTTP_FORWARDED": "for=192.0.2.7"},
]


def is_signed_in(client: Client) -> bool:
    """Say whether the client's session belongs to somebody."""
    return "_auth_user_id" in client.session


def test_the_page_says_who_will_be_signed_in_and_labels_the_region(
    client: Client, visitor: Person, link_for: MakesLinks
) -> None:
    text = client.get(link_for(visitor)).content.decode()
    assert "Sign in as Joan Trewhella, Cyber lead, Aldermere" in text
    assert "Nothing here says anything about a real council." in text


def test_looking_at_the_page_does_not_use_the_link_up(client: Client, visitor: Person, link_for: MakesLinks) -> None:
    address = link_for(visitor)
    for look in (client.get, client.head, client.get):
        assert look(address).status_code == 200
    assert not is_signed_in(client)
    assert SignInLink.objects.get().used_at is None


def test_pressing_the_button_signs_in_and_leads_home(client: Client, visitor: Person, link_for: MakesLinks) -> None:
    answer = client.post(link_for(visitor))
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(visitor.pk)
    assert client.session["came_by_demonstration_link"] is True


def test_signing_in_makes_a_new_session_key(client: Client, visitor: Person, link_for: MakesLinks) -> None:
    session = client.session
    session["something"] = "before"
    session.save()
    client.cookies["wardmote_session"] = session.session_key or ""
    client.post(link_for(visitor))
    assert client.session.session_key != session.session_key


def test_a_link_works_once(client: Client, visitor: Person, link_for: MakesLinks) -> None:
    address = link_for(visitor)
    client.post(address)
    other = Client()
    assert other.post(address).status_code == 404
    assert other.get(address).status_code == 404
    assert not is_signed_in(other)


@pytest.mark.parametrize("signs", ELSEWHERE, ids=str)
def test_a_link_does_not_work_from_elsewhere(
    client: Client, visitor: Person, link_for: MakesLinks, signs: dict[str, str]
) -> None:
    address = link_for(visitor)
    assert client.get(address, **signs).status_code == 404  # type: ignore[arg-type]
    assert client.post(address, **signs).status_code == 404  # type: ignore[arg-type]
    assert not is_signed_in(client)
    assert SignInLink.objects.get().used_at is None


def test_a_link_works_from_this_machine_over_ipv6(client: Client, visitor: Person, link_for: MakesLinks) -> None:
    assert client.post(link_for(visitor), REMOTE_ADDR="::1").status_code == 302


def test_a_link_does_not_work_for_a_real_person(
    client: Client, make_lead: Callable[[bool], Person], link_for: MakesLinks
) -> None:
    address = link_for(make_lead(False))
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    assert not is_signed_in(client)


def test_a_link_that_has_run_out_does_not_work(client: Client, visitor: Person, link_for: MakesLinks) -> None:
    assert client.post(link_for(visitor, good_for=timedelta(seconds=-1))).status_code == 404


def test_a_link_does_not_work_where_the_demonstration_is_switched_off(
    client: Client, visitor: Person, link_for: MakesLinks
) -> None:
    address = link_for(visitor)
    with override_settings(HAS_DEMONSTRATION=False):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    assert not is_signed_in(client)


def test_a_wrong_link_gets_the_same_page_as_an_unknown_address(client: Client, db: None) -> None:
    wrong, unknown = client.get("/demonstration/no-such-secret/"), client.get("/nowhere/")
    assert wrong.status_code == unknown.status_code == 404
    texts = [answer.content.decode().replace(answer.wsgi_request.path, "PATH") for answer in (wrong, unknown)]
    assert without_token(texts[0]) == without_token(texts[1])


def without_token(page: str) -> str:
    """Return the page without the lines that carry a token against forged forms."""
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


def test_the_button_is_safe_against_forged_forms(visitor: Person, link_for: MakesLinks) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link_for(visitor)).status_code == 403
    assert SignInLink.objects.get().used_at is None


def test_the_address_does_not_exist_in_production_settings(tmp_path: Path) -> None:
    asks = (
        "import django; django.setup()\n"
        "from django.conf import settings; from django.urls import Resolver404, resolve\n"
        "assert not settings.HAS_DEMONSTRATION\n"
        "try: resolve('/demonstration/secret/')\n"
        "except Resolver404: print('nowhere')\n"
    )
    production = {
        "WARDMOTE_MODE": "production",
        "WARDMOTE_DEMO": "yes",
        "WARDMOTE_SECRET_KEY": "k" * 64,
        "WARDMOTE_HOSTS": "wardmote.test",
        "WARDMOTE_URL": "https://wardmote.test",
        "WARDMOTE_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "wardmote.config.settings",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    answer = subprocess.run(
        [sys.executable, "-c", asks], env=production, capture_output=True, text=True, timeout=60, check=False
    )
    assert answer.stdout.strip() == "nowhere", answer.stderr
