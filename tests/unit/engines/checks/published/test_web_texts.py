"""Are headers, files and pages of the web read as browsers read them, and does none of them raise or take for ever?"""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.checks.facts.web import PageDigest
from wardmote.engines.checks.gather.places import joined, place_of
from wardmote.engines.checks.published.cookies import read_cookie
from wardmote.engines.checks.published.csp import read_csp
from wardmote.engines.checks.published.hsts import read_hsts
from wardmote.engines.checks.published.page import read_page
from wardmote.engines.checks.published.security_txt import Signature, read_security_txt

TEXTS = st.text(max_size=300) | st.text(
    alphabet="max-age=;\"',: \t\n*'unsf-inlie<>/#Contact:Expires2027-01T0Z", max_size=200
)


@given(TEXTS)
def test_no_text_raises(text: str) -> None:
    at = datetime(2026, 6, 1, tzinfo=UTC)
    assert read_hsts(text).text == text
    for policy in read_csp(text):
        assert isinstance((policy.allows_inline, policy.allows_eval, policy.limits_scripts), tuple)
    cookie = read_cookie(text)
    assert cookie is None or isinstance((str(cookie), cookie.is_session_like, cookie.is_refused), tuple)
    found = read_security_txt(f"Expires: {text}\n{text}")
    assert found.expires is None or isinstance(found.expires > at, bool)
    assert isinstance(read_page(text.encode("utf-8", "surrogatepass")), PageDigest)
    place_of(text)
    place_of(joined("https://example.gov.uk/", text))
    place_of(f"https://{text}/")


@given(st.binary(max_size=400))
def test_no_page_raises(body: bytes) -> None:
    assert read_page(b"<html>" + body).is_html


@pytest.mark.parametrize(
    "piece",
    [b"<a", b"<a ", b"<a href=", b"<!--", b"<script ", b"<script>", b"<style>", b"<meta ", b"<meta content=\"",
     b"http://", b"<img src='http://", b"<title>", b"<h1", b"accessibility", b"<a href=x>accessibility",
     b"<", b"\x00", b"</script>", b"<link href='http://", b"<meta name=referrer content=x>"],
)  # fmt: skip
def test_a_page_made_to_take_for_ever_takes_a_moment(piece: bytes) -> None:
    body = piece * (500_000 // len(piece))
    began = time.process_time()

    read_page(body, "text/html")

    assert time.process_time() - began < 0.7


@pytest.mark.parametrize("text", ["a=;" * 200_000, '"' * 500_000, " " * 500_000, "max-age=" + "9" * 500_000])
def test_a_header_made_to_take_for_ever_takes_a_moment(text: str) -> None:
    began = time.process_time()

    read_hsts(text)
    read_csp(text)
    read_cookie(text)
    read_security_txt(text)

    assert time.process_time() - began < 2.0


@pytest.mark.parametrize(
    ("text", "age_s", "below"),
    [
        ("max-age=31536000", 31_536_000, False),
        (' MAX-AGE = "5" ;; IncludeSubDomains ; preload', 5, True),
        ('includeSubDomains; max-age=0; x="a"', 0, True),
    ],
)
def test_hsts_is_read_as_browsers_do(text: str, age_s: int, below: bool) -> None:
    found = read_hsts(text)

    assert (found.max_age_s, found.includes_subdomains, found.fault) == (age_s, below, "")


@pytest.mark.parametrize(
    "text", ["", "includeSubDomains", "max-age=", "max-age=-1", "max-age=1, max-age=2", "max-age=1.5"]
)
def test_hsts_that_browsers_pass_over_has_a_fault(text: str) -> None:
    assert read_hsts(text).fault


def test_commas_part_policies_and_the_first_directive_of_a_name_counts() -> None:
    first, second = read_csp("default-src 'self'; script-src a.example; SCRIPT-SRC *, frame-ancestors 'none'")

    assert first.scripts == ("a.example",)
    assert second.scripts is None
    assert second.directives["frame-ancestors"] == ("'none'",)


@pytest.mark.parametrize(
    ("name", "is_session"),
    [("PHPSESSID", True), ("ASP.NET_SessionId", True), (".AspNetCore.Antiforgery.x", False), ("SSESS" + "a" * 32, True),
     ("connect.sid", True), ("cookie_consent", False), ("XSRF-TOKEN", False), ("BIGipServerpool", False),
     ("_ga", False)],
)  # fmt: skip
def test_cookies_of_sessions_are_known_by_their_names(name: str, is_session: bool) -> None:
    cookie = read_cookie(f"{name}=secret; Path=/")

    assert cookie is not None
    assert cookie.is_session_like is is_session
    assert "secret" not in str(cookie)


def test_a_signed_security_txt_is_read_within_its_armour() -> None:
    found = read_security_txt(
        "-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\nContact: tel:+44-20-7946-0000\r\n"
        "Expires: 2027-01-01T00:00:00z\r\n-----BEGIN PGP SIGNATURE-----\r\n"
        "Version: 1\r\n\r\nabc\r\n-----END PGP SIGNATURE-----\r\n"
    )

    assert (found.signature, found.faults) == (Signature.SIGNED, ())
    assert found.contacts == ("tel:+44-20-7946-0000",)
    assert found.expires == datetime(2027, 1, 1, tzinfo=UTC)


def test_faults_of_a_security_txt_say_where_they_are() -> None:
    text = "Contact: mailto:a@example.gov.uk\nExpires: tomorrow\nrubbish\nExpires: 2027-02-30T00:00:00Z\n"
    found = read_security_txt(text)

    assert {one.says for one in found.faults} == {
        "A line needs a name, a colon and a value, or must begin with #.",
        "Expires may stand there once.",
        "Expires takes a date such as 2027-03-31T23:59:59Z.",
    }
    assert all(text[one.position :].startswith(("rubbish", "Expires")) for one in found.faults)


@pytest.mark.parametrize(
    ("url", "leads_to"),
    [
        ("https://Example.gov.uk", "https://example.gov.uk/"),
        ("http://example.gov.uk:80/a b?c=d e", "http://example.gov.uk/a%20b?c=d%20e"),
        ("https://user:secret@example.gov.uk./x", "https://example.gov.uk/x"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://[2001:db8::1]/", "https://[2001:db8::1]/"),
    ],
)
def test_an_address_is_read_as_browsers_do(url: str, leads_to: str) -> None:
    place = place_of(url)

    assert place is not None
    assert place.url == leads_to


@pytest.mark.parametrize(
    "url",
    ["https://example.gov.uk:8443/", "http://example.gov.uk:22/", "ftp://example.gov.uk/", "file:///etc/passwd", "https:///x",
     "https://[::1", "javascript:alert(1)", "https://example.gov.uk:99999/", "gopher://127.0.0.1:6379/",
     "https://exa mple/", "https://example\x01.gov.uk/", "https://a%0d%0ab/", "https://fe80::1%25eth0/"],
)  # fmt: skip
def test_other_schemes_and_other_ports_are_never_gone_to(url: str) -> None:
    assert place_of(url) is None


def test_what_a_terminal_would_obey_is_never_shown() -> None:
    found = read_page("<html><title>A\x1b[31m &#x9b; \u202etown</title><a href='/\x1baccessibility'>x</a>".encode())

    assert found.title == "A\ufffd[31m › \ufffdtown"
    assert found.accessibility_links == ("/\ufffdaccessibility",)
