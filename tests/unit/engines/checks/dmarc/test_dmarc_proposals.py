"""Is the DMARC record that we tell people to publish a sound one, and does it keep what they had?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.checks.dmarc import (
    Policy,
    begun_properly,
    first_record,
    is_dmarc,
    mended,
    read_dmarc,
    with_policy,
    with_tags,
    without_addresses,
)


def test_tags_are_changed_where_they_stand_added_at_the_end_and_taken_out() -> None:
    text = "v=DMARC1;p=none; rua=mailto:a@b.example ;pct=20;"

    assert with_tags(text, {"p": "reject", "pct": None, "psd": "n"}) == (
        "v=DMARC1; p=reject; rua=mailto:a@b.example; psd=n"
    )


def test_a_policy_holds_for_all_mail_and_stands_behind_the_version() -> None:
    record = read_dmarc("v=DMARC1; rua=mailto:a@b.example; t=y; pct=0; p=none")

    assert with_policy(record, Policy.QUARANTINE) == "v=DMARC1; p=quarantine; rua=mailto:a@b.example"


@pytest.mark.parametrize(
    ("domain", "wants_reports", "text"),
    [
        ("example.gov.uk", True, "v=DMARC1; p=none; rua=mailto:dmarc@example.gov.uk; psd=n"),
        ("example.gov.uk", False, "v=DMARC1; p=none; psd=n"),
        ("example.com", True, "v=DMARC1; p=none; rua=mailto:dmarc@example.com"),
        ("www.example.gov.uk", False, "v=DMARC1; p=none"),
    ],
)
def test_a_first_record_says_psd_n_only_at_the_organisations_own_name(
    domain: str, wants_reports: bool, text: str
) -> None:
    assert first_record(domain, Policy.NONE, reports_to=f"mailto:dmarc@{domain}" if wants_reports else "") == text


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("v=DMARC1; p=reject; aspf=strict", "v=DMARC1; p=reject"),
        ("v=DMARC1;; p=reject; p=none", "v=DMARC1; p=reject"),
        ("v=DMARC1; p=reject; rua=a@b.example, mailto:c@d.example", None),
        ("v=DMARC1; p=reject; rua=nonsense", "v=DMARC1; p=reject"),
    ],
)
def test_what_cannot_be_read_is_put_right_or_left_out(text: str, better: str | None) -> None:
    better = better or "v=DMARC1; p=reject; rua=mailto:a@b.example,mailto:c@d.example"

    assert mended(read_dmarc(text)) == better


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("v=dmarc1; p=reject", "v=DMARC1; p=reject"),
        (' "v=DMARC1; p=none; sp=reject"', "v=DMARC1; p=none; sp=reject"),
        ("v=DMARC1 p=reject", "v=DMARC1; p=reject"),
        ("v=DMARC; p=refuse", None),
    ],
)
def test_a_record_that_begins_wrongly_is_begun_properly(text: str, better: str | None) -> None:
    assert begun_properly(text) == better


def test_addresses_are_taken_out_and_replaced_where_none_is_left() -> None:
    record = read_dmarc("v=DMARC1; p=none; rua=mailto:a@b.example,mailto:c@d.example; ruf=mailto:a@b.example")
    (first, second) = (uri.text for uri in record.rua)

    assert without_addresses(record, frozenset([first]), "mailto:x@y.example") == (
        "v=DMARC1; p=none; rua=mailto:c@d.example"
    )
    assert "rua=mailto:x@y.example" in without_addresses(record, frozenset([first, second]), "mailto:x@y.example")


@given(st.text(alphabet="pruasnt=;:@,.!%0az \t", max_size=200), st.sampled_from(list(Policy)))
def test_whatever_is_proposed_is_a_sound_record(text: str, policy: Policy) -> None:
    proposed = with_policy(read_dmarc(mended(read_dmarc(f"v=DMARC1; {text}"))), policy)

    assert is_dmarc(proposed)
    assert read_dmarc(proposed).p is policy
    assert read_dmarc(proposed).faults == ()
