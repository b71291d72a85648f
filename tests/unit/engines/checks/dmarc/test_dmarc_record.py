"""Is a DMARC record read by RFC 9989, with its faults where they stand and the older standard's tags judged fairly?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.checks.dmarc import (
    Alignment,
    Policy,
    Psd,
    Standing,
    effect_of_pct,
    historic_tags,
    is_dmarc,
    is_nearly_dmarc,
    points_at_closed_service,
    read_dmarc,
)


def test_every_tag_is_read() -> None:
    record = read_dmarc(
        "v=DMARC1; p=quarantine; sp=none;np=reject; psd=n; t=y; adkim=s; aspf=R; fo=1:d;"
        "rua=mailto:a@reports.example , https://collect.example/x; ruf=mailto:b%2Bx@council.gov.uk"
    )

    assert (record.p, record.sp, record.np) == (Policy.QUARANTINE, Policy.NONE, Policy.REJECT)
    assert (record.psd, record.is_testing) == (Psd.ORGANISATION, True)
    assert (record.adkim, record.aspf) == (Alignment.STRICT, Alignment.RELAXED)
    assert [uri.host for uri in record.rua] == ["reports.example", "collect.example"]
    assert [uri.scheme for uri in record.ruf] == ["mailto"]
    assert record.fo == ("1", "d")
    assert record.faults == ()
    assert record.standing is Standing.SOUND


def test_an_unknown_tag_is_passed_over_without_a_fault() -> None:
    record = read_dmarc("v=DMARC1; p=none; future=yes")

    assert [tag.name for tag in record.unknown] == ["future"]
    assert record.faults == ()


@pytest.mark.parametrize("text", ["v=DMARC1", "v=DMARC1;", "v = DMARC1 ; p=none", "v=DMARC1;p=none"])
def test_the_version_comes_first_and_exactly_so(text: str) -> None:
    assert is_dmarc(text)
    assert not is_nearly_dmarc(text)


@pytest.mark.parametrize(
    "text", ["v=dmarc1; p=none", " v=DMARC1; p=none", '"v=DMARC1; p=none', "v=DMARC1 p=none", "V=DMARC1;"]
)
def test_a_record_that_receivers_pass_over_is_nearly_dmarc(text: str) -> None:
    assert not is_dmarc(text)
    assert is_nearly_dmarc(text)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("v=DMARC1; p=refuse", 12),
        ("v=DMARC1; p=none; p=reject", 18),
        ("v=DMARC1; p=none; sp", 18),
        ("v=DMARC1;; p=none", 9),
        ("v=DMARC1; p=none; rua=dmarc@council.gov.uk", 22),
        ("v=DMARC1; p=none; rua=mailto:a@b.example,, mailto:c@d.example", 41),
        ("v=DMARC1; p=none; rua=mailto:a.example", 22),
        ("v=DMARC1; p=none; pct=150", 22),
        ("v=DMARC1; p=none; fo=2", 21),
        ("v=DMARC1; p=ré", 13),
    ],
)
def test_a_fault_is_found_where_it_stands(text: str, position: int) -> None:
    (fault,) = read_dmarc(text).faults

    assert fault.position == position


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("v=DMARC1; p=none", Standing.SOUND),
        ("v=DMARC1; rua=mailto:a@b.example", Standing.TREATED_AS_NONE),
        ("v=DMARC1; p=reject; sp=x; rua=mailto:a@b.example", Standing.TREATED_AS_NONE),
        ("v=DMARC1; p=reject; sp=x", Standing.PASSED_OVER),
        ("v=DMARC1", Standing.PASSED_OVER),
    ],
)
def test_a_missing_or_wrong_policy_decides_what_the_record_is_worth(text: str, standing: Standing) -> None:
    assert read_dmarc(text).standing is standing


def test_pct_is_judged_for_old_receivers_and_new_ones() -> None:
    effect = effect_of_pct(read_dmarc("v=DMARC1; p=reject; pct=20"))

    assert effect is not None
    assert "to 20% of the mail that fails; the rest is quarantined" in effect
    assert "apply p=reject to all of it" in effect


@pytest.mark.parametrize("text", ["p=reject", "p=reject; pct=100", "p=none; pct=0"])
def test_pct_that_changes_nothing_is_not_spoken_of(text: str) -> None:
    assert effect_of_pct(read_dmarc(f"v=DMARC1; {text}")) is None


def test_pct_of_0_is_told_as_what_t_is_for() -> None:
    assert "t=y" in (effect_of_pct(read_dmarc("v=DMARC1; p=quarantine; pct=0")) or "")


def test_tags_of_the_older_standard_are_no_faults() -> None:
    record = read_dmarc("v=DMARC1; p=none; pct=100; ri=86400; rf=afrf")

    assert record.faults == ()
    assert len(historic_tags(record)) == 3


@pytest.mark.parametrize(
    ("uri", "is_closed"),
    [
        ("mailto:dmarc-rua@dmarc.service.gov.uk", True),
        ("mailto:a@notdmarc.service.gov.uk", False),
        ("mailto:abc@dmarc-rua.mailcheck.service.ncsc.gov.uk", True),
        ("mailto:ABC@Mailcheck.Service.NCSC.gov.uk!10m", True),
        ("https://mailcheck.service.ncsc.gov.uk/x", True),
        ("mailto:a@notmailcheck.service.ncsc.gov.uk", False),
        ("mailcheck.service.ncsc.gov.uk", False),
    ],
)
def test_reports_to_the_closed_service_are_noticed(uri: str, is_closed: bool) -> None:
    assert points_at_closed_service(uri) is is_closed


@given(st.text(max_size=2_000))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    for fault in read_dmarc(f"v=DMARC1;{text}").faults:
        assert 0 <= fault.position <= len(text) + 9


@given(st.text(alphabet="pruasnt=;:@,.!%0az \t", max_size=400))
def test_no_text_near_the_grammar_makes_the_reader_raise(text: str) -> None:
    record = read_dmarc(f"v=DMARC1; {text}")

    for tag in record.tags:
        assert record.text[tag.position :].lower().startswith(tag.name)
        assert record.text[tag.value_position :].startswith(tag.value)
