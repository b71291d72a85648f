"""Are BIMI and CAA records read, and who may issue certificates worked out?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.checks.published import is_bimi, issuers, read_bimi, read_caa, read_caa_text


def test_a_mark_and_its_evidence_are_read() -> None:
    record = read_bimi("v=BIMI1; l=https://www.council.gov.uk/mark.svg; a=https://www.council.gov.uk/mark.pem")

    assert is_bimi(record.text)
    assert record.location == "https://www.council.gov.uk/mark.svg"
    assert record.evidence == "https://www.council.gov.uk/mark.pem"
    assert record.faults == ()


def test_an_empty_record_declines() -> None:
    record = read_bimi("v=BIMI1; l=; a=;")

    assert record.declines
    assert record.faults == ()


@pytest.mark.parametrize(
    "text", ["v=BIMI1; a=", "v=BIMI1; l=http://a.example/m.svg", "v=BIMI1; l=https://a.example/m.png", "v=bimi1; l="]
)
def test_a_bimi_record_with_a_fault_tells_it(text: str) -> None:
    assert len(read_bimi(text).faults) == 1


def test_an_issuer_and_its_parameters_are_read() -> None:
    found = read_caa_text('0 issue "LetsEncrypt.org; validationmethods=dns-01; accounturi=https://a.example/1"')

    assert (found.flags, found.tag, found.issuer) == (0, "issue", "letsencrypt.org")
    assert found.parameters == (("validationmethods", "dns-01"), ("accounturi", "https://a.example/1"))
    assert found.faults == ()


@pytest.mark.parametrize(
    ("records", "plain", "wildcard"),
    [
        ([], None, None),
        (["0 iodef mailto:a@b.example"], None, None),
        (["0 issue a.example", "0 issue b.example"], ("a.example", "b.example"), ("a.example", "b.example")),
        (["0 issue ;"], (), ()),
        (["0 issue a.example", "0 issuewild ;"], ("a.example",), ()),
        (["0 issuewild a.example"], None, ("a.example",)),
        (['0 issue "a b"'], (), ()),
    ],
)
def test_who_may_issue_is_worked_out(
    records: list[str], plain: tuple[str, ...] | None, wildcard: tuple[str, ...] | None
) -> None:
    properties = [read_caa_text(text) for text in records]

    assert issuers(properties) == plain
    assert issuers(properties, is_wildcard=True) == wildcard


@pytest.mark.parametrize(
    "text", ["issue a.example", "300 issue a.example", "0 iodef a.example", "0 is-sue x", "0 issue a.example;x"]
)
def test_a_caa_record_with_a_fault_tells_it(text: str) -> None:
    assert len(read_caa_text(text).faults) == 1


@given(st.text(max_size=1_000), st.integers(0, 255))
def test_no_text_makes_the_readers_raise(text: str, flags: int) -> None:
    read_bimi(text)
    read_bimi(f"v=BIMI1; l={text}")
    read_caa_text(text)
    for tag in ("issue", "iodef", text):
        assert read_caa(flags, tag, text).flags == flags
