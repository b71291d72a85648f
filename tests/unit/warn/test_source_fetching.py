"""Is a document fetched over https only, from permitted places only, and never without end?"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.unit.warn.publisher import HOST, OTHER, Page, Publisher, publishing
from wardmote.warn.fetching import FetchTrouble, fetch, fetch_bytes


@pytest.fixture
def publisher(settings: LazySettings, tmp_path: Path) -> Iterator[Publisher]:
    """A publisher on loopback."""
    with publishing(settings, tmp_path) as found:
        yield found


def test_a_document_is_written_to_a_file_piece_by_piece(publisher: Publisher) -> None:
    body = bytes(range(256)) * 8_000
    into = BytesIO()
    found = fetch(publisher.puts("/list.json", body), into)
    assert (found.status, found.size, found.is_whole) == (200, len(body), True)
    assert into.getvalue() == body
    assert publisher.asked[0][1]["accept-encoding"] == "identity"


def test_what_has_not_changed_is_not_sent_again(publisher: Publisher) -> None:
    address = publisher.puts("/list.json", Page(b"{}", headers={"ETag": '"1"'}))
    assert fetch_bytes(address, 100).headers["etag"] == '"1"'
    assert fetch_bytes(address, 100, headers={"If-None-Match": '"1"'}).status == 304


def test_a_longer_document_than_we_take_is_refused(publisher: Publisher) -> None:
    address = publisher.puts("/list.json", b"x" * 2_000_001)
    with pytest.raises(FetchTrouble, match="more than 2 MB"):
        fetch_bytes(address, 2_000_000)


def test_a_document_that_breaks_off_is_kept_as_far_as_it_came(publisher: Publisher) -> None:
    address = publisher.puts("/list.json", Page(b"x" * 10_000, cut=4_000))
    into = BytesIO()
    found = fetch(address, into)
    assert (found.status, found.size, found.is_whole) == (200, 4_000, False)
    assert len(into.getvalue()) == 4_000


def test_a_redirect_is_followed_and_the_secret_stays_with_the_first_host(publisher: Publisher) -> None:
    there = publisher.puts("/there.json", b"{}", OTHER)
    here = publisher.puts("/here.json", Page(status=302, headers={"Location": there}))
    assert fetch_bytes(here, 100, secrets={"apiKey": "s3cret"}).body == b"{}"
    assert [headers.get("apikey") for _, headers in publisher.asked] == ["s3cret", None]


@pytest.mark.parametrize(
    "target",
    [
        "http://advisories.example.org/plain",
        "https://advisories.example.org:8443/",
        "https://somebody@advisories.example.org/",
        "file:///etc/passwd",
    ],
)
def test_a_redirect_to_where_we_do_not_go_is_refused(publisher: Publisher, target: str) -> None:
    here = publisher.puts("/here.json", Page(status=302, headers={"Location": target}))
    with pytest.raises(FetchTrouble):
        fetch_bytes(here, 100)
    assert len(publisher.asked) == 1


@pytest.mark.parametrize("address", ["https://inside.example.org/", "https://10.0.0.1/", "https://[::1]/"])
def test_an_address_inside_is_never_called(publisher: Publisher, address: str) -> None:
    with pytest.raises(FetchTrouble):
        fetch_bytes(address, 100)
    assert publisher.asked == []


def test_a_redirect_inside_is_refused(publisher: Publisher) -> None:
    here = publisher.puts("/here.json", Page(status=301, headers={"Location": "https://inside.example.org/"}))
    with pytest.raises(FetchTrouble, match="not a public address"):
        fetch_bytes(here, 100)


def test_a_circle_of_redirects_ends(publisher: Publisher) -> None:
    here = publisher.puts("/here.json", Page(status=302, headers={"Location": f"https://{HOST}/here.json"}))
    assert fetch_bytes(here, 100).status == 302
    assert len(publisher.asked) == 6


def test_nobody_s_certificate_is_not_trusted(settings: LazySettings, tmp_path: Path) -> None:
    untrusted = publishing(settings, tmp_path, is_trusted=False)
    with untrusted as publisher, pytest.raises(FetchTrouble, match="no certificate that can be trusted"):
        fetch_bytes(publisher.puts("/list.json", b"{}"), 100)
    assert publisher.asked == []
