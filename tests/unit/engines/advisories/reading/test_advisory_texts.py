"""Do words of strangers come as plain text, their addresses as links that may be followed, their dates as moments?"""

import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.advisories.reading.ids import cve, ids_in
from wardmote.engines.advisories.reading.moments import day, moment
from wardmote.engines.advisories.reading.texts import LONGEST_TEXT, address, from_html, line, plain

MARCH = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>one</p><p>two <b>three</b></p>", "one\n\ntwo three"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<ul><li>one<li>two</ul>", "- one\n- two"),
        ("<style>p{}</style>x<script>alert('</p>')</script>y<!-- z -->", "xy"),
        ("x<script>never ended", "x"),
        ("1 &lt; 2 &amp; &lt;script&gt;alert(1)&lt;/script&gt;", "1 < 2 & ‹script›alert(1)‹/script›"),
        ("no markup at all", "no markup at all"),
        ("<svg><script>x</script></svg>after", "after"),
        ('<a href="javascript:x">go</a>', "go"),
    ],
)
def test_a_page_is_read_as_a_reader_would(markup: str, words: str) -> None:
    assert from_html(markup) == words


@given(st.text(alphabet="<>/!?-abpsc\"'&;=ript \n\x00\u202e\ud800", max_size=80))
def test_whatever_is_given_no_tag_and_nothing_unseen_comes_out(text: str) -> None:
    for words in (plain(text), from_html(text), line(text)):
        words.encode()
        assert not any(f"<{mark}" in words for mark in "abpscriptABC/!?")
        assert not any(mark in words for mark in "\x00\u202e")


@pytest.mark.parametrize(
    "again", ["<div>", "<b>", "<", "&", "<!--", "<a ", "<table><b>", "<script>", "\n", "x ", "<p/"]
)
def test_markup_that_is_written_to_take_hours_takes_a_moment(again: str) -> None:
    begun = time.process_time()
    from_html(again * (400_000 // len(again)))
    assert time.process_time() - begun < 2


def test_a_long_text_is_cut_and_says_so() -> None:
    assert len(plain("x" * 50_000)) == LONGEST_TEXT
    assert plain("x" * 50_000).endswith("…")
    assert plain(7) == plain(None) == ""


@pytest.mark.parametrize("url", ["https://a.example/x?y=1", "HTTP://a.example"])
def test_an_address_of_the_web_is_kept(url: str) -> None:
    assert address(f" {url} ") == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://a.example",
        "https://",
        "https://a b",
        "http://u:p@a.example",
        'https://a.example/"',
        "http://[",
        7,
        "https://a.example/\u202e",
        "//a.example",
        "https://" + "a" * 3_000,
    ],
)
def test_other_addresses_are_left_out(url: object) -> None:
    assert address(url) == ""


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-04T05:06:07Z",
        "2026-03-04T05:06:07",
        "2026-03-04 07:06:07+02:00",
        "Wed, 04 Mar 2026 05:06:07 GMT",
        "2026-03-04T05:06:07.0000Z",
    ],
)
def test_dates_of_many_kinds_are_one_moment(text: str) -> None:
    assert moment(text) == MARCH


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2026-02-30", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", 7, None, "9" * 500],
)
def test_what_is_no_date_is_none(text: object) -> None:
    assert moment(text) is None
    assert day(text) is None


def test_a_day_may_be_written_alone_or_with_a_time() -> None:
    assert day("2026-03-04") == day("4 March 2026") == day("2026-03-04T05:06:07Z") == date(2026, 3, 4)


@given(st.text(max_size=70))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    found = moment(text)
    assert found is None or found.tzinfo is UTC


def test_ids_are_found_once_each_in_upper_case() -> None:
    text = "cve-2026-1234, CVE-2026-1234; GHSA-jfh8-c2jp-5v3q CVE-26-1 XCVE-2026-1234 CVE-2026-123"
    assert ids_in(text) == ("CVE-2026-1234", "GHSA-JFH8-C2JP-5V3Q")
    assert (cve(" cve-2026-1234 "), cve("CVE-2026-1"), cve(7)) == ("CVE-2026-1234", "", "")
