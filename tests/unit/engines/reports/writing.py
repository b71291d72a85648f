"""Reports for tests: random ones, and a small writer that puts them into XML, archives and e-mails."""

import gzip
import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any
from xml.sax.saxutils import escape

from hypothesis import strategies as st

from wardmote.engines.reports import DkimResult, PublishedPolicy, Reason, Record, Report, SpfResult
from wardmote.engines.reports.dmarc_rows import DISPOSITIONS

NAMESPACES = ("", "http://dmarc.org/dmarc-xml/0.1", "urn:ietf:params:xml:ns:dmarc-2.0")
BEGIN, END = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, 23, 59, 59, tzinfo=UTC)
RECORD = Record(
    "192.0.2.1",
    7,
    "none",
    True,
    False,
    (),
    "council.example",
    "bounce.example",
    "",
    (DkimResult("council.example", "s1", "pass"),),
    (SpfResult("bounce.example", "mfrom", "pass"),),
)


@dataclass(frozen=True)
class Written:
    """A report and its records, side by side, as a test compares them."""

    head: Report
    records: tuple[Record, ...]


def written(*records: Record, **changes: Any) -> Written:
    """Return a small report with these records."""
    head = Report(
        "Reporter", "r-1", BEGIN, END, "council.example", PublishedPolicy("council.example", p="none"), iter(())
    )
    return Written(replace(head, **changes), records)


def to_xml(report: Written, namespace: str = "", gap: str = "\n ", note: str = "") -> bytes:
    """Return the XML of a report, with a gap between elements and a note after each result."""
    head, policy = report.head, report.head.policy
    names = ("domain", "p", "sp", "np", "adkim", "aspf", "pct", "fo", "testing", "discovery_method")
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feedback xmlns="{namespace}">' if namespace else "<feedback>",
        "<report_metadata>",
        leaf("org_name", head.org_name),
        leaf("report_id", head.report_id),
        "<date_range>",
        leaf("begin", str(int(head.begin.timestamp()))),
        leaf("end", str(int(head.end.timestamp()))),
        "</date_range>",
        "</report_metadata>",
        "<policy_published>",
        *(leaf(name, getattr(policy, name)) for name in names if getattr(policy, name)),
        "</policy_published>",
        *(record_xml(record, gap, note) for record in report.records),
        "</feedback>",
    ]
    return gap.join(parts).encode()


def record_xml(record: Record, gap: str, note: str) -> str:
    """Return the XML of one record."""
    reasons = [gap.join(["<reason>", *leaves(reason), "</reason>"]) for reason in record.reasons]
    dkim = [gap.join(["<dkim>", *leaves(found), note, "</dkim>"]) for found in record.dkim_results]
    spf = [gap.join(["<spf>", *leaves(found), "</spf>"]) for found in record.spf_results]
    aligned = {True: "pass", False: "fail"}
    parts = [
        "<record>",
        "<row>",
        leaf("source_ip", record.source_ip),
        leaf("count", str(record.count)),
        "<policy_evaluated>",
        leaf("disposition", record.disposition),
        leaf("dkim", aligned[record.dkim_aligned]),
        leaf("spf", aligned[record.spf_aligned]),
        *reasons,
        "</policy_evaluated>",
        "</row>",
        "<identifiers>",
        leaf("envelope_to", record.envelope_to),
        leaf("envelope_from", record.envelope_from),
        leaf("header_from", record.header_from),
        "</identifiers>",
        "<auth_results>",
        *dkim,
        *spf,
        "</auth_results>",
        "</record>",
    ]
    return gap.join(parts)


def leaves(row: DkimResult | SpfResult | Reason) -> list[str]:
    """Return the elements of a row whose fields are named as they are."""
    return [leaf(name, value) for name, value in row._asdict().items()]


def leaf(name: str, text: str) -> str:
    """Return an element that holds a text."""
    return f"<{name}>{escape(text)}</{name}>"


def as_gzip(content: bytes, _name: str = "") -> bytes:
    """Return the content as a gzip file."""
    return gzip.compress(content, mtime=0)


def as_zip(content: bytes, name: str = "report.xml") -> bytes:
    """Return the content as the one member of a zip archive."""
    return archive({name: content})


def archive(members: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive of these members, the same every time."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in members.items():
            packed.writestr(zipfile.ZipInfo(name), content, packing)
    return file.getvalue()


def as_mail(content: bytes, name: str = "report.xml.gz", subtype: str = "gzip") -> bytes:
    """Return an e-mail with the content attached."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@reporter.example", "b@council.example", "Report"
    message.set_content("This is a report.\n\nFrom here on there is nothing.")
    message.add_attachment(content, maintype="application", subtype=subtype, filename=name)
    return message.as_bytes()


PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "plain": lambda content: content,
    "gzip": as_gzip,
    "zip": as_zip,
    "mail": lambda content: as_mail(as_gzip(content)),
    "mail with zip": lambda content: as_mail(as_zip(content), "report.zip", "zip"),
    "mail with XML": lambda content: as_mail(content, "report.xml", "xml"),
}

domains = st.sampled_from(
    ["", "a.example", "council.example", "xn--caf-dma.example", "4.3.2.in-addr.arpa", "_x.a--b.example"]
)
# What XML can hold and reading keeps: no control characters, no blanks around.
texts = st.text("aZ09 é&<>]'\"\u2028\xa0\U0001f600", max_size=8).map(lambda text: text.strip(" "))
words = st.sampled_from(["", "pass", "fail", "none", "softfail", "neutral", "temperror"])
addresses = st.sampled_from(["192.0.2.1", "255.255.255.255", "198.51.100.200", "2001:db8::1", "::", "fe80::a"])
dkims = st.builds(DkimResult, domains, texts, words, texts)
spfs = st.builds(SpfResult, domains, st.sampled_from(["", "mfrom", "helo"]), words, texts)
records = st.builds(
    Record,
    source_ip=addresses,
    count=st.integers(0, 10_000_000_000),
    disposition=st.sampled_from(sorted(DISPOSITIONS)),
    dkim_aligned=st.booleans(),
    spf_aligned=st.booleans(),
    reasons=st.lists(st.builds(Reason, words, texts), max_size=2).map(tuple),
    header_from=domains,
    envelope_from=domains,
    envelope_to=domains,
    dkim_results=st.lists(dkims, max_size=3).map(tuple),
    spf_results=st.lists(spfs, max_size=2).map(tuple),
)


@st.composite
def reports(draw: st.DrawFn) -> Written:
    """Draw a report with up to three records."""
    begin = draw(st.integers(0, 4_000_000_000))
    domain = draw(st.sampled_from(["council.example", "parked.example"]))
    policy = draw(
        st.builds(
            PublishedPolicy,
            domain=st.just(domain),
            p=st.sampled_from(["none", "quarantine", "reject"]),
            np=st.sampled_from(["", "reject"]),
            pct=st.sampled_from(["", "0", "100"]),
            testing=st.sampled_from(["", "y", "n"]),
        )
    )
    head = Report(
        org_name=draw(texts),
        report_id=draw(texts),
        begin=datetime.fromtimestamp(begin, UTC),
        end=datetime.fromtimestamp(begin + draw(st.integers(0, 30_000_000)), UTC),
        domain=domain,
        policy=policy,
        records=iter(()),
    )
    return Written(head, tuple(draw(st.lists(records, max_size=3))))
