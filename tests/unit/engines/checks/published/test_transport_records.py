"""Are the records and policies about encrypted delivery read by RFC 8461 and RFC 8460?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.checks.published import (
    StsMode,
    is_sts,
    is_tls_report,
    read_sts_policy,
    read_sts_record,
    read_tls_report,
)

POLICY = "version: STSv1\r\nmode: enforce\r\nmx: mail.council.gov.uk\r\nmx: *.provider.example\r\nmax_age: 604800\r\n"


def test_a_whole_policy_is_read() -> None:
    policy = read_sts_policy(POLICY)

    assert policy.mode is StsMode.ENFORCE
    assert policy.mx == ("mail.council.gov.uk", "*.provider.example")
    assert policy.max_age_s == 604800
    assert policy.is_valid


@pytest.mark.parametrize(
    ("server", "is_covered"),
    [
        ("Mail.Council.gov.uk.", True),
        ("a.provider.example", True),
        ("b.a.provider.example", False),
        ("provider.example", False),
        ("other.example", False),
    ],
)
def test_a_star_stands_for_one_label(server: str, is_covered: bool) -> None:
    assert read_sts_policy(POLICY).covers(server) is is_covered


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version: STSv1", "version: STSv2"),
        ("version: STSv1", "other: 1"),
        ("mode: enforce", "mode: strict"),
        ("max_age: 604800", "max_age: 31557601"),
        ("max_age: 604800", "max_age: soon"),
        ("mx: mail.council.gov.uk", "mx: mail@council.gov.uk"),
        ("mx: mail.council.gov.uk", "mail.council.gov.uk"),
    ],
)
def test_a_policy_with_a_fault_is_not_valid(old: str, new: str) -> None:
    policy = read_sts_policy(POLICY.replace(old, new))

    assert not policy.is_valid
    assert len(policy.faults) == 1


def test_a_policy_needs_mail_servers_unless_it_is_withdrawn() -> None:
    bare = "version: STSv1\nmode: none\nmax_age: 86400\n"

    assert read_sts_policy(bare).is_valid
    assert not read_sts_policy(bare.replace("none", "testing")).is_valid


def test_unknown_lines_of_a_policy_are_passed_over() -> None:
    assert read_sts_policy(POLICY + "future: yes\n").is_valid


def test_a_record_has_its_id() -> None:
    record = read_sts_record("v=STSv1; id=20261123T1000;")

    assert (record.id, record.faults) == ("20261123T1000", ())


@pytest.mark.parametrize("text", ["v=STSv1;", "v=STSv1; id=2026-11-23", "v=stsv1; id=1", "v=STSv1; id="])
def test_a_record_with_a_fault_tells_it(text: str) -> None:
    assert len(read_sts_record(text).faults) == 1


def test_where_tls_reports_go_is_read() -> None:
    record = read_tls_report("v=TLSRPTv1; rua=mailto:tls@council.gov.uk,https://collect.example/v1")

    assert is_tls_report(record.text)
    assert [uri.host for uri in record.rua] == ["council.gov.uk", "collect.example"]
    assert record.faults == ()


@pytest.mark.parametrize(
    "text",
    [
        "v=TLSRPTv1;",
        "v=TLSRPTv1; rua=tls@council.gov.uk",
        "v=TLSRPTv1; rua=http://collect.example/",
        "v=TLSRPT1; rua=mailto:a@b.example",
    ],
)
def test_a_tls_report_record_with_a_fault_tells_it(text: str) -> None:
    assert len(read_tls_report(text).faults) == 1


@given(st.text(max_size=1_000))
def test_no_text_makes_the_readers_raise(text: str) -> None:
    for record in (text, f"v=STSv1; {text}", f"v=TLSRPTv1; rua={text}"):
        is_sts(record)
        is_tls_report(record)
        read_sts_record(record)
        read_tls_report(record)
    assert read_sts_policy(text).faults or text
    assert read_sts_policy(f"{POLICY}{text}").max_age_s == 604800
