"""Does a reader who chooses a language get it, and keep it?"""

import re
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client

NOTICES = ["/accessibility/", "/privacy/", "/cookies/"]


def language_of(page: Any) -> str:
    """Return what a page says its language is."""
    found = re.search(r'<html lang="(\w+)"', page.content.decode())
    assert found
    return found[1]


def heading_of(page: Any) -> str:
    """Return a page's one heading."""
    headings = re.findall(r"<h1[^>]*>(.*?)</h1>", page.content.decode())
    assert len(headings) == 1
    return str(headings[0])


@pytest.mark.parametrize("notice", NOTICES)
def test_a_notice_is_open_to_everybody(db: None, client: Client, notice: str) -> None:
    page = client.get(notice)
    assert page.status_code == 200
    assert language_of(page) == "en"
    title = re.search(r"<title>(.*?) – Wardmote</title>", page.content.decode())
    assert title
    assert heading_of(page).startswith(title[1])


@pytest.mark.parametrize("notice", NOTICES)
def test_the_switch_changes_the_language_and_leads_back(db: None, client: Client, notice: str) -> None:
    answer = client.post("/language/", {"language": "cy", "back": notice}, follow=True)
    assert answer.redirect_chain == [(notice, 302)]
    assert language_of(answer) == "cy"
    assert client.cookies[site.LANGUAGE_COOKIE_NAME].value == "cy"
    assert language_of(client.get("/")) == "cy"


def test_the_language_is_kept_for_a_year_and_out_of_reach_of_scripts(db: None, client: Client) -> None:
    cookie = client.post("/language/", {"language": "cy"}).cookies[site.LANGUAGE_COOKIE_NAME]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (31_536_000, True, "Lax")


def test_the_switch_goes_both_ways(db: None, client: Client) -> None:
    assert 'value="cy" lang="cy">Cymraeg' in client.get("/cookies/").content.decode()
    client.post("/language/", {"language": "cy"})
    assert 'value="en-gb" lang="en">English' in client.get("/cookies/").content.decode()
    client.post("/language/", {"language": "en-gb"})
    assert language_of(client.get("/cookies/")) == "en"


@pytest.mark.parametrize("wanted", ["fr", "", "en", "../../cy", "cy\x00", "CY", "cy" * 400])
def test_a_language_that_we_dont_have_changes_nothing(db: None, client: Client, wanted: str) -> None:
    answer = client.post("/language/", {"language": wanted, "back": "/cookies/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/cookies/")
    assert not answer.cookies


def test_choosing_nothing_leads_home(db: None, client: Client) -> None:
    assert client.post("/language/").headers["Location"] == "/"


def test_one_readers_language_isnt_the_next_ones(db: None) -> None:
    first, second = Client(), Client()
    first.post("/language/", {"language": "cy"})
    assert language_of(first.get("/cookies/")) == "cy"
    assert language_of(second.get("/cookies/")) == "en"


def test_the_cookies_page_is_in_welsh_for_who_chose_it(db: None, client: Client) -> None:
    english = client.get("/cookies/")
    client.post("/language/", {"language": "cy"})
    welsh = client.get("/cookies/")
    assert (language_of(english), language_of(welsh)) == ("en", "cy")
    assert heading_of(welsh) != heading_of(english)


def test_the_cookies_page_names_every_cookie_that_is_set_and_no_other(db: None, client: Client) -> None:
    client.post("/language/", {"language": "en-gb"})
    client.post("/accounts/login/", {"email": "ada@nowhere.example"})
    page = client.get("/cookies/").content.decode()
    named = set(re.findall(r'<th scope="row" class="wm-mono">(.*?)</th>', page))
    assert named == set(client.cookies)


def test_a_visitor_who_only_reads_gets_no_cookie_but_the_forms_token(db: None, client: Client) -> None:
    for page in ("/", "/map/", "/councils/", "/register/", *NOTICES):
        client.get(page)
    assert set(client.cookies) == {site.CSRF_COOKIE_NAME}
