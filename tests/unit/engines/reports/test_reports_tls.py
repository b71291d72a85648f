"""What is read of a report of TLS between mail servers, and which ones are refused?"""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.engines.reports.writing import addresses, as_gzip, as_mail, domains
from wardmote.engines.reports import FailureDetail, ReportError, TlsPolicy, TlsReport, identity, read_tls, unpack

DETAIL = {"result-type": "certificate-expired", "failed-session-count": 3, "sending-mta-ip": "192.0.2.1"}
POLICY = {
    "policy": {"policy-type": "sts", "policy-domain": "council.example", "mx-host": "*.council.example"},
    "summary": {"total-successful-session-count": 10, "total-failure-session-count": 3},
    "failure-details": [DETAIL],
}
REPORT = {
    "organization-name": "Reporter",
    "report-id": "r-1",
    "contact-info": "tls@reporter.example",
    "date-range": {"start-datetime": "2025-01-01T00:00:00Z", "end-datetime": "2025-01-02T01:00:00+01:00"},
    "policies": [POLICY],
}


def read(report: object) -> TlsReport:
    """Read a report from what its JSON holds."""
    return read_tls([json.dumps(report).encode()])


def key_of_refusal(content: bytes) -> str:
    """Return under which key a report is refused."""
    with pytest.raises(ReportError) as refused:
        read_tls([content])
    assert refused.value.sentence.endswith(".")
    return refused.value.key


def with_policy(**changes: Any) -> dict[str, Any]:
    """Return the report with its one policy changed."""
    return REPORT | {"policies": [POLICY | changes]}


def test_a_report_is_read_whole() -> None:
    detail = FailureDetail("certificate-expired", 3, "192.0.2.1", "", "", "", "", "")
    policy = TlsPolicy("sts", "council.example", (), ("*.council.example",), 10, 3, (detail,))
    begin, end = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 1, 2, tzinfo=UTC)
    assert read(REPORT) == TlsReport("Reporter", "r-1", begin, end, "tls@reporter.example", (policy,))


def test_a_list_of_hosts_and_a_mark_at_the_start_are_read() -> None:
    hosts = {"policy-type": "STS", "policy-domain": "Council.Example.", "mx-host": ["a.example", "b.example"]}
    report = read_tls(["\ufeff".encode(), json.dumps(with_policy(policy=hosts)).encode()])
    policy = report.policies[0]
    assert (policy.mx_hosts, policy.kind, policy.domain) == (("a.example", "b.example"), "sts", "council.example")


def test_a_policy_without_failures_may_leave_them_out() -> None:
    assert read(with_policy(**{"failure-details": None})).policies[0].details == ()


@given(
    st.lists(
        st.builds(
            lambda kind, count, sender, mx: (kind, count, sender, mx),
            st.sampled_from(["starttls-not-supported", "validation-failure"]),
            st.integers(0, 10_000_000_000),
            addresses,
            domains,
        ),
        max_size=4,
    )
)
def test_details_come_back_equal(rows: list[tuple[str, int, str, str]]) -> None:
    names = ("result-type", "failed-session-count", "sending-mta-ip", "receiving-mx-hostname")
    written = with_policy(**{"failure-details": [dict(zip(names, row, strict=True)) for row in rows]})
    content = as_mail(as_gzip(json.dumps(written).encode()), "report.json.gz", "tlsrpt+gzip")
    (report,) = [read_tls(payload.pieces) for payload in unpack(content, "mail")]
    found = report.policies[0].details
    assert [(one.result_type, one.count, one.sending_ip, one.receiving_mx) for one in found] == rows


@pytest.mark.parametrize(
    ("key", "report"),
    [
        ("no_report", []),
        ("no_report", {}),
        ("no_report", REPORT | {"policies": {}}),
        ("no_report", REPORT | {"policies": [1]}),
        ("no_report", REPORT | {"report-id": 7}),
        ("no_report", with_policy(policy={"policy-domain": "council.example", "mx-host": [1]})),
        ("no_domain", with_policy(policy={"policy-type": "sts"})),
        ("bad_count", with_policy(summary={"total-successful-session-count": -1})),
        ("bad_count", with_policy(summary={"total-successful-session-count": True})),
        ("bad_count", with_policy(summary={"total-successful-session-count": 1.5})),
        ("bad_count", with_policy(summary={"total-successful-session-count": 10**11})),
        ("bad_address", with_policy(**{"failure-details": [DETAIL | {"sending-mta-ip": "mail.example"}]})),
        ("bad_date", REPORT | {"date-range": {"start-datetime": "2025-01-01T00:00:00", "end-datetime": ""}}),
        ("bad_date", REPORT | {"date-range": {"start-datetime": "0001-01-01T00:00:00+23:00", "end-datetime": ""}}),
        ("too_many", REPORT | {"policies": [POLICY] * 1_001}),
        ("too_long", REPORT | {"report-id": "r" * 256}),
    ],
)
def test_a_faulty_report_is_refused_under_its_key(key: str, report: object) -> None:
    assert key_of_refusal(json.dumps(report).encode()) == key


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    period = {"start-datetime": "2025-01-02T00:00:00Z", "end-datetime": "2025-01-01T00:00:00Z"}
    assert key_of_refusal(json.dumps(REPORT | {"date-range": period}).encode()) == "bad_period"


@pytest.mark.parametrize("content", [b"", b"{", b'{"a": NaN}', b'{"a": "\xff"}', b"{}{}"])
def test_broken_json_is_refused(content: bytes) -> None:
    assert key_of_refusal(content) == "broken_json"


def test_a_report_is_known_again_in_any_order_of_its_policies() -> None:
    other = POLICY | {"policy": {"policy-type": "tlsa", "policy-domain": "parked.example"}}
    both, turned = (read(REPORT | {"policies": several}) for several in ([POLICY, other], [other, POLICY]))
    assert identity(both) == identity(turned) != identity(read(REPORT))
