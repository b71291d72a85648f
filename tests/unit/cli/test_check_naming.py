"""Is what people type, paste or list taken as the domain that they mean, and rubbish refused?"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.cli.checking.councils import NoCouncil, councils, find_council
from wardmote.cli.checking.naming import NoDomain, domain_in, domains_in_file, domains_in_lines, quoted
from wardmote.cli.checking.plain import plain
from wardmote.engines.checks.gather.dns.names import encode_name


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("example.gov.uk", "example.gov.uk"),
        (" EXAMPLE.GOV.UK. ", "example.gov.uk"),
        ("https://www.example.gov.uk/page?x=1#top", "www.example.gov.uk"),
        ("http://example.gov.uk:8080", "example.gov.uk"),
        ("//example.gov.uk/", "example.gov.uk"),
        ("example.gov.uk/page", "example.gov.uk"),
        ("example.gov.uk//page", "example.gov.uk"),
        ("example.gov.uk:443", "example.gov.uk"),
        ("https://www.gov.uk@example.com/", "example.com"),
        ("gŵyl.cymru", "xn--gyl-b2a.cymru"),
        ("XN--GYL-B2A.cymru", "xn--gyl-b2a.cymru"),
        ("ｅxample。uk", "example.uk"),
        ("3com.example", "3com.example"),
    ],
)
def test_the_domain_is_found_in_what_was_written(text: str, domain: str) -> None:
    assert domain_in(text) == domain


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "localhost",
        "rub bish",
        "a..b",
        ".example.uk",
        "-a.example",
        "a-.example",
        "*.example.uk",
        "_dmarc.example.uk",
        "ada@example.uk",
        "192.0.2.1",
        "http://192.0.2.1/",
        "2001:db8::1",
        "[2001:db8::1]:53",
        "http://[::1",
        "12345",
        "1.2",
        f"{'a' * 64}.uk",
        f"{'a.' * 127}uk",
        "a\x1b[31m.uk",
        "a\x00.uk",
        "ü" * 80 + ".uk",
        "--resolver",
    ],
)
def test_what_is_no_domain_is_refused(text: str) -> None:
    with pytest.raises(NoDomain):
        domain_in(text)


@given(st.text(max_size=60) | st.from_regex(r"[a-z0-9:/?#@\[\].-]{1,30}", fullmatch=True))
def test_whatever_is_written_gives_a_name_that_can_be_asked_or_a_sentence(text: str) -> None:
    domain, refusal = taken(text)
    assert refusal.isprintable()
    if not refusal:
        assert encode_name(domain)
        assert domain_in(domain) == domain


def taken(text: str) -> tuple[str, str]:
    """Return the domain, or the sentence that refuses it."""
    try:
        return domain_in(text), ""
    except NoDomain as fault:
        return "", str(fault)


def test_a_file_may_hold_comments_and_marks_of_other_systems(tmp_path: Path) -> None:
    file = tmp_path / "ours.txt"
    file.write_bytes(b"\xef\xbb\xbf# ours\r\none.example # first\r\n\r\nhttps://two.example/#top\r\n")
    assert domains_in_file(str(file)) == [("one.example", "one.example"), ("https://two.example/#top", "two.example")]


def test_a_file_that_is_no_text_is_refused_by_its_lines(tmp_path: Path) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(bytes(range(256)))
    with pytest.raises(NoDomain, match=r"picture\.png, line 1: ") as refused:
        domains_in_file(str(file))
    assert str(refused.value).replace("\n", "").isprintable()


def test_every_line_that_is_wrong_is_counted() -> None:
    with pytest.raises(NoDomain, match="line 9:") as refused:
        domains_in_lines(["good.example"] * 8 + ["a b"] * 30, "list")
    assert "and 25 lines more." in str(refused.value)


@pytest.mark.parametrize(
    "text", ["KEN", "ken", "E10000016", "Kent County Council", "kent county council ", "kent.gov.uk"]
)
def test_a_council_is_found_by_code_name_or_domain(text: str) -> None:
    assert find_council(text).domain == "kent.gov.uk"


def test_a_council_that_is_not_there_is_answered_with_those_that_come_near() -> None:
    with pytest.raises(NoCouncil, match=r"no council 'Kent Conty'\. Near: .*KEN \(Kent County Council\)"):
        find_council("Kent Conty")
    with pytest.raises(NoCouncil, match=r"no council 'zzzzqqqq'\.$"):
        find_council("zzzzqqqq")


def test_of_a_living_and_a_gone_council_the_living_one_is_meant() -> None:
    for council in councils():
        if council.domain and not council.ended:
            assert find_council(council.code) == council


def test_a_name_of_several_councils_asks_for_the_code() -> None:
    shared = [c.domain for c in councils() if c.domain and not c.ended]
    twice = next(domain for domain in shared if shared.count(domain) > 1)
    with pytest.raises(NoCouncil, match="Give the code"):
        find_council(twice)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("v=spf1 -all", "v=spf1 -all"),
        ("Gŵyl – “yes”", "Gŵyl – “yes”"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("\x9b31m", "\\x9b31m"),
        ("a\tb\nc\rd\x7f", "a\\tb\\nc\\rd\\x7f"),
        ("evil\u202egpj.exe", "evil\\u202egpj.exe"),
        ("a\u200bb\u2028c\ufeff", "a\\u200bb\\u2028c\\ufeff"),
    ],
)
def test_text_of_strangers_is_shown_and_never_obeyed(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text())
def test_shown_text_is_one_printable_line(text: str) -> None:
    assert "\n" not in plain(text)
    assert not {char for char in plain(text) if ord(char) < 32 or 127 <= ord(char) < 160}


def test_a_quotation_is_short_and_harmless() -> None:
    assert quoted("x" * 500) == f"“{'x' * 59}…”"
    assert quoted("\x1b[2J") == "“\\x1b[2J”"
