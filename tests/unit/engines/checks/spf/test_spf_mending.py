"""Is the record that we tell people to publish free of the fault, and does it keep what they had?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.engines.checks.zone import Zone
from wardmote.engines.checks.questions import converse
from wardmote.engines.checks.spf import (
    Qualifier,
    begun_properly,
    costs,
    ending_as,
    is_spf,
    mended,
    merged,
    own_term,
    read_spf,
    survey,
    unreadable,
    without,
)


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("v=spf1 ipv4:192.0.2.1 -all", "v=spf1 ip4:192.0.2.1 -all"),
        ("v=spf1 ip4:192.0.2.1, IPv6:2001:db8::1; -all", "v=spf1 ip4:192.0.2.1 ~all"),
        ("v=spf1 ip:192.0.2.1 -all", "v=spf1 ip4:192.0.2.1 -all"),
        ("v=spf1 include:_spf -all", "v=spf1 ~all"),
        ("v=spf1 mx include:_spf", "v=spf1 mx ~all"),
        ("v=spf1 include:_spf redirect=a.example", "v=spf1 redirect=a.example"),
        ("v=spf1  ip4:192.0.2.999 ~all", "v=spf1 ~all"),
        ("v=spf1 mx a -all", "v=spf1 mx a -all"),
        ("v=spf1 redirect=a.example redirect=b.example", "v=spf1 redirect=a.example"),
    ],
)
def test_a_plain_slip_is_put_right_and_the_rest_of_faults_left_out(text: str, better: str) -> None:
    assert mended(text) == better


@pytest.mark.parametrize(
    ("text", "better"),
    [
        (" v=spf1 mx -all", "v=spf1 mx -all"),
        ('"v=spf1 mx -all"', "v=spf1 mx -all"),
        ("v=spf mx -all", "v=spf1 mx -all"),
        ("v = spf1; mx -all", "v=spf1 mx -all"),
        ("v=spf1,mx -all", "v=spf1 mx -all"),
    ],
)
def test_a_record_that_begins_wrongly_is_begun_properly(text: str, better: str) -> None:
    assert begun_properly(text) == better


def test_merging_keeps_every_sender_once_and_the_softest_ending() -> None:
    assert merged(("v=spf1 mx include:a.example -all", "v=spf1 include:a.example ip4:192.0.2.1 ?all")) == (
        "v=spf1 mx include:a.example ip4:192.0.2.1 ~all"
    )
    assert merged(("v=spf1 mx -all", "v=spf1 a -all")) == "v=spf1 mx a -all"
    assert merged(("v=spf1 mx", "v=spf1 a")) == "v=spf1 mx a ~all"


def test_what_is_left_out_is_named_and_makes_the_ending_soft() -> None:
    assert unreadable("v=spf1 ipv4:192.0.2.1, include:_spf mx -all") == ("include:_spf",)
    assert unreadable(' v = spf1; include:_spf, mx -all"') == ("include:_spf,",)
    assert merged(("v=spf1 mx include:_spf -all", "v=spf1 a -all")) == "v=spf1 mx a ~all"


def test_an_ending_is_put_in_place_of_any_other() -> None:
    assert ending_as("v=spf1 +all mx", Qualifier.SOFTFAIL) == "v=spf1 mx ~all"
    assert without("v=spf1 mx  a -all", "mx") == "v=spf1 a -all"


ZONE = {
    "council.example": ["TXT v=spf1 a include:one.example include:two.example -all", "A 192.0.2.1"],
    "one.example": ["TXT v=spf1 include:three.example a:three.example -all"],
    "two.example": ["TXT v=spf1 ip4:192.0.2.0/24 -all mx"],
    "three.example": ["TXT v=spf1 ip4:300.0.0.1 -all", "A 192.0.2.1"],
}


def test_each_term_is_told_with_the_look_ups_that_lie_behind_it() -> None:
    found = converse(survey("council.example"), Zone(ZONE))

    assert costs(found) == (("include:one.example", 3), ("a", 1), ("include:two.example", 1))
    assert sum(count for _, count in costs(found)) == found.lookups


def test_a_fault_far_away_leads_back_to_the_term_that_brings_it_in() -> None:
    found = converse(survey("council.example"), Zone(ZONE))
    (fault,) = found.permerrors

    assert fault.domain == "three.example"
    assert own_term(found, fault) == "include:one.example"


@given(st.text(alphabet="v=spf1 :all-~+?ip4.0/x%{}\t\"'", max_size=120))
def test_whatever_is_mended_is_a_record_without_faults(text: str) -> None:
    for better in (mended(f"v=spf1 {text}"), begun_properly(text), merged((f"v=spf1 {text}", "v=spf1 mx"))):
        assert is_spf(better)
        assert read_spf(better).faults == ()
