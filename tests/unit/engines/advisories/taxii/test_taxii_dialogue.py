"""Does the client go through servers of every kind, and leave those that lead it in circles?"""

import json
from collections.abc import Callable
from typing import Any

import pytest

from wardmote.engines.advisories.taxii.client import (
    ACCEPT,
    Collection,
    Page,
    Request,
    Response,
    TaxiiError,
    collections,
    objects,
)

HOME = "https://taxii.example/taxii2/"
COLLECTION = "https://taxii.example/api/collections/c1/"


def answer(document: Any, status: int = 200, **headers: str) -> Response:
    """Return a response as a good server gives it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status, {"content-type": ACCEPT} | named, json.dumps(document).encode())


def found_collections(server: Callable[[Request], Response]) -> tuple[tuple[Collection, ...], list[Request]]:
    """Drive the dialogue with a server."""
    dialogue, asked = collections(HOME), []
    request = next(dialogue)
    while True:
        asked.append(request)
        try:
            request = dialogue.send(server(request))
        except StopIteration as end:
            return end.value, asked


def read_all(server: Callable[[Request], Response], added_after: str = "") -> tuple[list[Page], list[str]]:
    """Drive the reading of a collection; return its pages and the addresses that were asked."""
    dialogue = objects(COLLECTION, added_after=added_after, limit=2)
    pages, asked = [], []
    step = next(dialogue)
    while True:
        try:
            if isinstance(step, Page):
                pages.append(step)
                step = dialogue.send(None)
            else:
                asked.append(step.url)
                step = dialogue.send(server(step))
        except StopIteration:
            return pages, asked


def test_collections_are_found_from_the_discovery_on() -> None:
    shelf = {"collections": [{"id": "c1", "title": "Warnings", "can_read": True}, {"id": "../up"}, {"title": "no id"}]}

    def server(request: Request) -> Response:
        return answer({"title": "x", "api_roots": ["/api/", "/api/"]} if request.url == HOME else shelf)

    found, asked = found_collections(server)
    assert found == (Collection(COLLECTION, "c1", "Warnings", "", True, False),)
    assert [request.url for request in asked] == [HOME, "https://taxii.example/api/collections/"]
    assert all(request.is_home and request.headers["Accept"] == ACCEPT for request in asked)


def test_credentials_stay_at_home() -> None:
    def server(request: Request) -> Response:
        return answer({"api_roots": ["https://elsewhere.example/api/"]} if request.url == HOME else {})

    _, asked = found_collections(server)
    assert [request.is_home for request in asked] == [True, False]


@pytest.mark.parametrize("root", ["file:///etc/passwd", "gopher://x/", "mailto:x@y.example"])
def test_an_address_that_is_none_of_the_web_is_never_asked(root: str) -> None:
    def server(request: Request) -> Response:
        assert request.url.startswith("https://taxii.example")
        return answer({"api_roots": [root]})

    with pytest.raises(TaxiiError, match="no web address"):
        found_collections(server)


def test_an_api_root_is_taken_as_well_as_a_discovery() -> None:
    def server(request: Request) -> Response:
        return answer({"title": "root", "versions": [ACCEPT], "max_content_length": 1} if request.url == HOME else {})

    _, asked = found_collections(server)
    assert asked[1].url == HOME + "collections/"


def test_pages_are_read_by_next_to_the_last() -> None:
    def server(request: Request) -> Response:
        if "next=n1" in request.url:
            return answer({"objects": [{"id": "c"}]}, x_taxii_date_added_last="2026-01-02T00:00:00.000Z")
        return answer({"more": True, "next": "n1", "objects": [{"id": "a"}, {"id": "b"}, "junk"]})

    pages, asked = read_all(server, "2026-01-01T00:00:00Z")
    assert [one["id"] for page in pages for one in page.objects] == ["a", "b", "c"]
    assert pages[-1].reached == "2026-01-02T00:00:00.000Z"
    assert asked[0] == COLLECTION + "objects/?added_after=2026-01-01T00%3A00%3A00Z&limit=2"


def test_a_server_without_next_is_asked_on_from_the_last_moment() -> None:
    def server(request: Request) -> Response:
        is_second = "added_after" in request.url
        return answer({"more": not is_second, "objects": [{}]}, x_taxii_date_added_last="2026-01-02T00:00:00Z")

    pages, asked = read_all(server)
    assert len(pages) == 2
    assert "added_after=2026-01-02T00%3A00%3A00Z" in asked[1]


def test_an_empty_page_ends_it() -> None:
    assert [page.objects for page in read_all(lambda _: answer({}))[0]] == [[]]


@pytest.mark.parametrize(
    ("response", "says"),
    [
        (answer({"more": True, "next": "same", "objects": []}), "again and again"),
        (answer({"more": True, "objects": []}), "not where"),
        (answer({}, 401), "name and password"),
        (answer({}, 302), "can't answer"),
        (Response(200, {"content-type": "text/html"}, b"<p>Sign in"), "text/html"),
        (Response(200, {}, b"{}"), "no type"),
        (Response(200, {"content-type": ACCEPT}, b'{"objects": '), "can't be read"),
        (Response(200, {"content-type": ACCEPT}, b'{"a":1,"a":2}'), "stands twice"),
        (Response(200, {"content-type": ACCEPT}, b"[" * 5000), "can't be read"),
        (Response(200, {"content-type": ACCEPT}, b"[]"), "no TAXII"),
        (Response(200, {"content-type": ACCEPT}, b" " * 50_000_001), "50 MB"),
    ],
)
def test_a_server_that_cannot_be_read_is_left_in_words(response: Response, says: str) -> None:
    with pytest.raises(TaxiiError, match=says):
        read_all(lambda _: response)


def test_a_server_may_ask_for_patience() -> None:
    with pytest.raises(TaxiiError, match="come back later") as told:
        read_all(lambda _: answer({}, 429, retry_after="120"))
    assert told.value.retry_after_s == 120
