"""What is read of an aggregate report that is written oddly, and which reports are refused?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from tests.unit.engines.reports.writing import BEGIN, RECORD, Written, to_xml, written
from wardmote.engines.reports import Record, Report, ReportError, read_dmarc
from wardmote.engines.reports.dmarc_elements import DEEPEST, LONGEST_TEXT, MOST_IN_RECORD


def changed(before: str, after: str) -> bytes:
    """Return a report of two records with a text changed wherever it stands."""
    content = to_xml(written(RECORD, RECORD)).decode()
    assert before in content
    return content.replace(before, after).encode()


def read(content: bytes) -> tuple[Report, list[Record]]:
    """Read a report to its end, in both ways."""
    report, slow = read_dmarc([content]), read_dmarc([content], with_plain=False)
    records = list(report.records)
    assert (report, records) == (slow, list(slow.records))
    return report, records


def key_of_refusal(content: bytes) -> str:
    """Return under which key a report is refused, in both ways."""
    keys = set()
    for with_plain in (True, False):
        with pytest.raises(ReportError) as refused:
            list(read_dmarc([content], with_plain=with_plain).records)
        assert refused.value.sentence.endswith(".")
        keys.add(refused.value.key)
    (key,) = keys
    return key


def test_words_in_mixed_case_mean_the_same() -> None:
    _, records = read(changed(">pass<", ">Pass<").replace(b">none<", b"> None\n<"))
    assert records == [RECORD, RECORD]


def test_element_names_in_mixed_case_mean_the_same() -> None:
    _, records = read(changed("source_ip", "Source_IP").replace(b"feedback", b"Feedback"))
    assert records == [RECORD, RECORD]


def test_elements_with_a_prefix_mean_the_same() -> None:
    content = changed("feedback>", "d:feedback>").replace(b"<d:feedback", b'<d:feedback xmlns:d="urn:d"', 1)
    assert read(content.replace(b"record>", b"d:record>"))[1] == [RECORD, RECORD]


def test_a_report_may_leave_out_its_names() -> None:
    report, _ = read(changed("<org_name>Reporter</org_name>", "<org_name/>").replace(b"r-1", b""))
    assert (report.org_name, report.report_id) == ("", "")


def test_a_result_without_a_domain_is_kept() -> None:
    _, records = read(changed("<domain>bounce.example</domain>", "<domain></domain>"))
    assert records[0].spf_results[0].domain == ""


def test_mail_that_the_policy_let_through_is_said_to_pass() -> None:
    _, records = read(changed("<disposition>none", "<disposition>pass"))
    assert records[0].disposition == "pass"


def test_a_disposition_that_no_standard_names_is_unknown() -> None:
    _, records = read(changed("<disposition>none", "<disposition>sampled_out"))
    assert records[0].disposition == "unknown"


def test_a_report_without_records_is_one() -> None:
    report, records = read(to_xml(written()))
    assert (report.domain, records) == ("council.example", [])


def test_a_head_after_the_records_is_found() -> None:
    content = to_xml(written(RECORD))
    start, end = content.index(b"<policy_published>"), content.index(b"<record>")
    moved = content[:start] + content[end:].replace(b"</feedback>", content[start:end] + b"</feedback>")
    report, records = read(moved)
    assert (report.domain, records) == ("council.example", [RECORD])


@pytest.mark.parametrize(
    ("dkim", "spf", "passes"), [(True, True, True), (True, False, True), (False, True, True), (False, False, False)]
)
def test_dmarc_fails_only_where_both_alignments_fail(dkim: bool, spf: bool, passes: bool) -> None:
    assert replace(RECORD, dkim_aligned=dkim, spf_aligned=spf).is_dmarc_pass is passes


def test_an_address_is_written_in_its_shortest_form() -> None:
    assert read(changed("192.0.2.1<", "2001:DB8:0:0::1<"))[1][0].source_ip == "2001:db8::1"
    assert read(changed("192.0.2.1<", "::ffff:192.0.2.1<"))[1][0].source_ip == "192.0.2.1"


def test_the_day_is_the_one_that_most_of_the_period_lies_in() -> None:
    late = BEGIN.replace(hour=22)
    report = written(begin=late, end=late.replace(day=2, hour=21)).head
    assert report.day == date(2025, 1, 2)


def test_a_domain_is_in_lower_case_without_the_last_dot() -> None:
    assert read(changed("council.example", "Council.Example."))[1] == [RECORD, RECORD]


def test_a_remark_is_cut_and_a_name_is_never_cut() -> None:
    remark = changed("<human_result></human_result>", f"<human_result>{'a' * 900}</human_result>")
    assert len(read(remark)[1][0].dkim_results[0].human_result) == 255
    assert key_of_refusal(changed("<selector>s1", f"<selector>{'s' * 256}")) == "too_long"


def test_a_report_in_another_encoding_is_read() -> None:
    content = changed("UTF-8", "ISO-8859-1").replace(b"Reporter", b"Caf\xe9")
    assert read(content)[0].org_name == "Café"
    assert read(changed("UTF-8", "UTF-16").decode().encode("utf-16"))[1] == [RECORD, RECORD]
    assert read(b"\xef\xbb\xbf" + changed("Reporter", "Café"))[0].org_name == "Café"


def test_the_opening_tag_of_a_schema_around_the_report_is_passed_over() -> None:
    assert read(changed("<feedback>", '<xs:schema xmlns:xs="urn:x"><feedback>'))[1] == [RECORD, RECORD]


_BEGIN = "<begin>1735689600"
REFUSED = {
    "bad_count": {
        "<count>7": ["<count>-7", "<count>", "<count>7.0", "<count>٧", "<count><b>7</b>", "<count>9" + "0" * 10]
    },
    "bad_address": {"192.0.2.1<": ["192.0.2.256<", "<", "192.000.002.001<", "fe80::1%eth0<", "mail.example<"]},
    "bad_date": {_BEGIN: ["<begin>", "<begin>-1", "<begin>9999999999", "<begin>2025-01-01", "<begin>1e9"]},
    "bad_period": {_BEGIN: ["<begin>1735999999", "<begin>1"]},
    "no_domain": {
        "<policy_published>\n <domain>council.example": ["<policy_published><domain>", "<policy_published><domain> "]
    },
    "no_report": {"feedback": ["html"], "<feedback>": ["<a><b><feedback>"]},
    "several": {"</feedback>": ["</feedback><feedback/></a>", "</feedback><feedback>"]},
    "broken_xml": {
        "</feedback>": ["", "</feedback><a/>", "</feedback></feedback>"],
        "</record>": ["", "</recor>"],
        "<count>7": ["<count>7<", "<count>7]]>"],
        "s1": ["\x0b", "\x00", "&undeclared;", "\ufffe", "<!-- -- -->"],
    },
    "doctype": {"<feedback>": ["<!DOCTYPE feedback><feedback>"]},
    "too_deep": {"</row>": ["<x>" * DEEPEST + "</x>" * DEEPEST + "</row>"]},
    "too_long": {"Reporter": ["R" * (LONGEST_TEXT + 1), "R" * 256], ">s1<": [f">{'s' * 2_000}<"]},
    "too_many": {"<auth_results>": ["<auth_results>" + "<spf></spf>" * MOST_IN_RECORD]},
}
FAULTS = [
    (key, before, after) for key, faults in REFUSED.items() for before, several in faults.items() for after in several
]


@pytest.mark.parametrize(("key", "before", "after"), FAULTS)
def test_a_faulty_report_is_refused_under_its_key(key: str, before: str, after: str) -> None:
    content = changed(before, after)
    if key == "several":
        content = content.replace(b"<feedback>", b"<a><feedback>", 1)
    assert key_of_refusal(content) == key


def test_bytes_that_are_no_text_are_refused() -> None:
    assert key_of_refusal(changed("Reporter", "bad").replace(b"bad", b"bad\xff")) == "broken_xml"
    assert key_of_refusal(changed(">s1<", ">bad<").replace(b"bad", b"bad\xff")) == "broken_xml"
    assert key_of_refusal(to_xml(written(RECORD)) + b"\xff") == "broken_xml"


def test_a_report_that_breaks_off_says_after_which_record() -> None:
    content = to_xml(written(RECORD, RECORD))
    report = read_dmarc([content[: content.rindex(b"<row>")]])
    with pytest.raises(ReportError, match="breaks after record 1"):
        list(report.records)


def test_records_are_read_while_they_are_asked_for() -> None:
    asked = []

    def pieces() -> Iterator[bytes]:
        content = to_xml(written(*[RECORD] * 1_000))
        for at in range(0, len(content), 1_000):
            asked.append(at)
            yield content[at : at + 1_000]

    report = read_dmarc(pieces())
    next(report.records)
    assert len(asked) < 10
    assert Written(report, (RECORD, *report.records)) == written(*[RECORD] * 1_000)
