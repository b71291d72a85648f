"""Is every whole report that other people collected read, and every broken one refused with a reason?

`WARDMOTE_SAMPLES` names the folder of sample files; unless it says otherwise, `shared/data` beside the checkout.
"""

import os
from pathlib import Path

import pytest

from wardmote.engines.reports import (
    Kind,
    Payload,
    Record,
    Report,
    ReportError,
    identity,
    read_dmarc,
    read_tls,
    unpack,
)

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = Path(os.environ.get("WARDMOTE_SAMPLES", ROOT.parent / "shared" / "data")) / "dmarc"
# Neither is XML: a byte that UTF-8 doesn't know, and brackets in the middle of texts.
BROKEN = {"invalid_utf_8.xml", "invalid_xml.xml"}
FILES = sorted(path for path in SAMPLES.rglob("*") if path.is_file())
NAMES = [path.relative_to(SAMPLES).as_posix() for path in FILES]

pytestmark = pytest.mark.skipif(not FILES, reason=f"there are no sample reports in {SAMPLES}")


def payloads(path: Path) -> list[Payload]:
    """Return the reports in a file, each with its bytes at hand."""
    return [
        Payload(found.name, found.kind, iter([b"".join(found.pieces)]))
        for found in unpack(path.read_bytes(), path.name)
    ]


def read(name: str) -> tuple[Report, list[Record]]:
    """Read the one DMARC report of a sample."""
    (payload,) = payloads(SAMPLES / name)
    report = read_dmarc(payload.pieces)
    return report, list(report.records)


def test_no_sample_is_left_out() -> None:
    assert len(FILES) == 27
    assert {path.name for path in FILES} >= BROKEN


@pytest.mark.parametrize("path", [path for path in FILES if path.name not in BROKEN], ids=lambda path: path.name)
def test_a_whole_report_is_read(path: Path) -> None:
    (payload,) = payloads(path)
    if payload.kind is Kind.TLS:
        assert read_tls(payload.pieces).policies
        return
    report = read_dmarc(payload.pieces)
    records = list(report.records)
    assert records
    assert sum(record.count for record in records) > 0


@pytest.mark.parametrize("path", [path for path in FILES if path.name in BROKEN], ids=lambda path: path.name)
def test_a_broken_report_is_refused_with_a_reason(path: Path) -> None:
    (payload,) = payloads(path)
    with pytest.raises(ReportError, match="not well-formed XML: it breaks before the end of its first record") as told:
        list(read_dmarc(payload.pieces).records)
    assert told.value.key == "broken_xml"


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix == ".xml"], ids=lambda path: path.name)
def test_expat_alone_reads_the_same(path: Path) -> None:
    if path.name in BROKEN:
        return
    quick, slow = read_dmarc([path.read_bytes()]), read_dmarc([path.read_bytes()], with_plain=False)
    assert quick == slow
    assert list(quick.records) == list(slow.records)


def test_one_report_in_three_packings_is_one_report() -> None:
    kinds = [read(f"extract_report/nice-input.xml{ending}") for ending in ("", ".gz", ".zip")]
    assert len({identity(report) for report, _ in kinds}) == 1
    assert kinds[0][1] == kinds[1][1] == kinds[2][1]
    assert sum(record.count for record in kinds[0][1]) == 3047


def test_a_changed_reporter_makes_another_report() -> None:
    changed, nice = (read(f"extract_report/{name}-input.xml")[0] for name in ("changed", "nice"))
    assert (changed.org_name, nice.org_name) == ("fred.com", "google.com")
    assert identity(changed) != identity(nice)


def test_the_large_report_is_read_to_its_last_record() -> None:
    _, records = read("aggregate/!large-example.com!1711897200!1711983600.xml")
    assert len(records) == len({record.source_ip for record in records}) == 2286


def test_the_sample_of_rfc_9990_is_read() -> None:
    report, (record,) = read("aggregate/rfc9990-sample.xml")
    assert (report.begin.year, report.policy.np, report.policy.discovery_method) == (1979, "none", "treewalk")
    assert (record.disposition, record.count, record.is_dmarc_pass) == ("pass", 123, True)
    assert (record.dkim_results[0].selector, record.spf_results[0].scope) == ("abc123", "")


def test_words_in_upper_case_are_read_as_they_are_meant() -> None:
    _, (record,) = read("aggregate_invalid/report_with_upper_cased_pass.xml")
    assert (record.disposition, record.dkim_aligned, record.spf_aligned) == ("none", True, True)
    assert record.spf_results[0].result == "pass"


def test_a_schema_that_is_never_closed_does_not_hide_the_report() -> None:
    report, (record,) = read("aggregate/ikea.com!example.de!1538690400!1538776800.xml")
    assert (report.org_name, record.source_ip) == ("ikea.com", "234.234.234.234")


def test_the_sample_of_rfc_8460_is_read() -> None:
    (payload,) = payloads(SAMPLES / "smtp_tls/rfc8460.json")
    report = read_tls(payload.pieces)
    (policy,) = report.policies
    assert (policy.kind, policy.domain, policy.successes, policy.failures) == ("sts", "company-y.example", 5326, 303)
    assert [detail.count for detail in policy.details] == [100, 200, 3]
    assert policy.details[0].sending_ip == "2001:db8:abcd:12::1"
