"""Does a report that was written come back as it was, whatever it was packed in, and do both ways of reading agree?"""

from collections.abc import Iterable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.unit.engines.reports.writing import (
    NAMESPACES,
    PACKINGS,
    RECORD,
    Written,
    record_xml,
    reports,
    to_xml,
    written,
)
from wardmote.engines.reports import ReportError, read_dmarc, unpack

GAPS = ("", "\n", "\r\n\t", "   ")
# What makes a reader go wrong, put anywhere into a report.
FRAGMENTS = (
    b"<!--",
    b"-->",
    b"<!-- <record> -->",
    b"<![CDATA[",
    b"]]>",
    b"&amp;",
    b"&lt;record&gt;",
    b"&#13;",
    b"&none;",
    b"<?pi <record> ?>",
    b"<record>",
    b"</record>",
    b"</feedback>",
    b"<feedback>",
    b"<extension>",
    b"</extension>",
    b"<extension/>",
    b"<count>3</count>",
    b"<dkim>",
    b"</dkim>",
    b"\xff",
    b"\xc3\xa9",
    b"\xef\xbf\xbf",
    b"\x00",
    b"\x0b",
    b"\r",
    b"\n",
    b" ",
    b">",
    b"<",
    b"pass",
    b"7",
)


def read(pieces: Iterable[bytes], *, with_plain: bool = True) -> Written:
    """Read a report to its end."""
    report = read_dmarc(pieces, with_plain=with_plain)
    return Written(report, tuple(report.records))


def outcome(pieces: Iterable[bytes], *, with_plain: bool) -> Written | None:
    """Read a report, or return None where it is refused."""
    try:
        return read(pieces, with_plain=with_plain)
    except ReportError:
        return None


def in_pieces(content: bytes, size: int) -> list[bytes]:
    """Cut the content into pieces."""
    return [content[at : at + size] for at in range(0, len(content), size)]


@given(report=reports(), namespace=st.sampled_from(NAMESPACES), gap=st.sampled_from(GAPS), size=st.integers(1, 3_000))
def test_a_written_report_comes_back_equal(report: Written, namespace: str, gap: str, size: int) -> None:
    content = to_xml(report, namespace, gap)
    assert read(in_pieces(content, size)) == report
    assert read(in_pieces(content, size), with_plain=False) == report


@pytest.mark.parametrize("packing", PACKINGS)
@settings(max_examples=25)
@given(report=reports())
def test_a_packed_report_comes_back_equal(packing: str, report: Written) -> None:
    found = [read(payload.pieces) for payload in unpack(PACKINGS[packing](to_xml(report)), "report")]
    assert found == [report]


@settings(max_examples=300)
@given(
    report=reports(),
    changes=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 30), st.sampled_from(FRAGMENTS)), max_size=3),
    size=st.integers(1, 3_000),
)
@example(written(RECORD, RECORD), [(0, 0, b" ")], 100)
def test_both_ways_of_reading_agree_on_spoiled_reports(
    report: Written, changes: list[tuple[int, int, bytes]], size: int
) -> None:
    content = to_xml(report)
    for place, taken_out, put_in in changes:
        at = place % (len(content) + 1)
        content = content[:at] + put_in + content[at + taken_out :]
    pieces = in_pieces(content, size)
    assert outcome(pieces, with_plain=True) == outcome(pieces, with_plain=False)


ODD = {
    "a comment that holds a record": f"<!-- {record_xml(RECORD, '', '')} -->",
    "a comment that holds two records": f"<!-- > {record_xml(RECORD, '', '') * 2} -->",
    "a section that holds two records": f"<x><![CDATA[<a>{record_xml(RECORD, '', '') * 2}]]></x>",
    "a section that holds a record": f"<extension><![CDATA[{record_xml(RECORD, '', '')}]]></extension>",
    "an instruction that holds a record": f"<?odd {record_xml(RECORD, '', '')} ?>",
    "an extension that holds a record": f"<extension>{record_xml(RECORD, '', '')}</extension>",
}


@pytest.mark.parametrize("odd", ODD.values(), ids=list(ODD))
@pytest.mark.parametrize("mark", ["<record>", "</feedback>", "<policy_published>"])
def test_a_record_that_is_none_is_not_counted(odd: str, mark: str) -> None:
    report = written(RECORD, RECORD)
    content = to_xml(report).replace(mark.encode(), (odd + mark).encode(), 1)
    assert read([content]) == read([content], with_plain=False) == report


@pytest.mark.parametrize("tag", ['<a b="{}"/>', "<a b='>{}'/>", "<a {}/>", "<a>{}", "<!--{}", "<{}/>"])
@pytest.mark.parametrize("mark", ["<record>", "</feedback>", "<policy_published>"])
def test_a_record_inside_a_tag_is_refused(tag: str, mark: str) -> None:
    odd = tag.format(record_xml(RECORD, "", ""))
    pieces = [to_xml(written(RECORD)).replace(mark.encode(), (odd + mark).encode(), 1)]
    assert outcome(pieces, with_plain=True) is outcome(pieces, with_plain=False) is None


@pytest.mark.parametrize("size", [7, 50, 10_000])
def test_what_the_head_says_after_a_record_changes_nothing(size: int) -> None:
    report = written(*[RECORD] * 2)
    late = b"<report_metadata><org_name>Late</org_name></report_metadata>"
    pieces = in_pieces(to_xml(report).replace(b"</record>", b"</record>" + late), size)
    assert read(pieces) == read(pieces, with_plain=False) == report


@pytest.mark.parametrize("size", [7, 50, 10_000])
def test_a_head_after_the_records_is_read_whole(size: int) -> None:
    report = written(*[RECORD] * 3)
    content = to_xml(report)
    start, end = content.index(b"<report_metadata>"), content.index(b"<record>")
    pieces = in_pieces(
        content[:start] + content[end:].replace(b"</feedback>", content[start:end] + b"</feedback>"), size
    )
    assert read(pieces) == read(pieces, with_plain=False) == report


@pytest.mark.parametrize(
    "note", ["<!-- seen -->", "<other>1</other>", "<other a='1'/>", "&#32;", "<?x?>", "stray text"]
)
def test_a_note_inside_a_record_changes_nothing(note: str) -> None:
    report = written(*[RECORD] * 3)
    content = to_xml(report, note=note)
    assert read([content]) == read([content], with_plain=False) == report
