"""Steps from a folder of mail reports to who sends as the council, and to whether p=reject is safe."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.unit.watch.reports_made import FAIL, OK, dmarc, record, zipped
from wardmote.engines.reports import Kind, Record, ReportError, name_of, read_dmarc, unpack
from wardmote.kernel.moments import now

from .hands import Hands

READ_LIMIT_MS = 30_000
TODAY = now().date()
REPORTERS = ("Larkmail", "Postwick", "Fennmail")
DAYS = tuple(TODAY - timedelta(days=ago) for ago in range(1, 25))
STRANGER, STRANGER_EACH = "198.51.100.77", 5
OWN, OWN_EACH = "203.0.113.5", 40
NEWSLETTER, NEWSLETTER_EACH = "198.51.100.20", 7
NOT_OF_TODAY = re.compile(rb"<(begin|end)>\s*\d+\s*</(?:begin|end)>")


@dataclass(frozen=True)
class Sample:
    """A real report of another mail system about a domain, as if it came of late."""

    name: str
    content: bytes
    records: tuple[Record, ...]


def samples_about(folder: Path, domain: str) -> list[Sample]:
    """Return the samples that can be read and are about a domain, each moved to a day of the last weeks."""
    found: list[Sample] = []
    for path in sorted(folder.glob("aggregate/*")):
        for payload in unpack(path.read_bytes(), path.name):
            content = b"".join(payload.pieces)
            try:
                report = read_dmarc(iter([content])) if payload.kind is Kind.DMARC else None
                records = tuple(report.records) if report else ()
            except ReportError:
                continue
            if report and report.domain == domain:
                found.append(Sample(path.name, moved_to(content, DAYS[len(found) % len(DAYS)]), records))
    return found


def moved_to(content: bytes, day: date) -> bytes:
    """Return a report as if it were about another day; nothing else of it changes."""
    begin = int(datetime.combine(day, time(), UTC).timestamp())
    ends = {b"begin": begin, b"end": begin + 86_399}
    return NOT_OF_TODAY.sub(lambda found: b"<%b>%d</%b>" % (found[1], ends[found[1]], found[1]), content)


@dataclass(frozen=True)
class Told:
    """What samples say together: all messages, and the machine without a name of which most failed."""

    messages: int
    worst: str
    failed: int


def told_by(samples: Iterable[Sample]) -> Told:
    """Return what the page should say of samples."""
    records = [one for sample in samples for one in sample.records]
    failed: Counter[str] = Counter()
    for one in records:
        if not name_of(one) and not one.dkim_aligned and not one.spf_aligned:
            failed[one.source_ip] += one.count
    ((worst, count),) = failed.most_common(1)
    return Told(sum(one.count for one in records), worst, count)


def made_reports(domain: str) -> FilePayload:
    """Return weeks of reports of three mail systems in one zip, with numbers that we know."""
    files = {
        f"{org.lower()}-{day}.xml": dmarc(
            domain,
            record(OWN, OWN_EACH, **OK),
            record(NEWSLETTER, NEWSLETTER_EACH, by="sendgrid.net", spf="pass"),
            *([record(STRANGER, STRANGER_EACH, **FAIL)] if org == REPORTERS[0] else []),
            day=day,
            org=org,
        )
        for day in DAYS
        for org in REPORTERS
    }
    return {"name": "reports.zip", "mimeType": "application/zip", "buffer": zipped(**files)}


@dataclass
class Reader:
    """Somebody who reads what reports say of their council, with a mouse or by keyboard alone."""

    page: Page
    hands: Hands
    code: str

    def press(self, what: Locator) -> None:
        """Press what the page's own part shows, and wait for what comes."""
        self.hands.press(self.page, what)

    @property
    def main(self) -> Locator:
        """Return the page's own part."""
        return self.page.get_by_role("main")

    def link(self, words: str | re.Pattern[str]) -> Locator:
        """Return the first link with these words."""
        return self.main.get_by_role("link", name=words).first

    def button(self, words: str) -> Locator:
        """Return the first button with these words; a link may look like one."""
        return self.main.get_by_role("button", name=words).first


def hand_in(reader: Reader, files: list[FilePayload], taken: str) -> None:
    """Come from the checks to a page without reports, hand files in, and wait until the page has turned by itself."""
    reader.page.goto(f"/councils/{reader.code}/checks/")
    reader.press(reader.link("Who sends mail as you"))
    reader.press(reader.link("Add reports from files"))
    reader.page.get_by_label("Files").set_input_files(files)
    reader.press(reader.button("Add the reports"))
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(taken, timeout=READ_LIMIT_MS)


def see_who_sends(reader: Reader, total: int, unknown: str, failed: int) -> None:
    """Find on one page how much was sent in all, and the machine that nobody knows before every other source."""
    if not reader.page.url.endswith("/mail-reports/"):
        reader.press(reader.button("See who sends as you"))
    expect(reader.main).to_contain_text(f"sent {total:,} messages in the last 30 days")
    titles = reader.main.locator("h2").all_inner_texts()
    assert titles[:2] == ["Sources that we don't know", "Services that we know by name"]
    first = reader.main.locator("#unknown ~ table").first.locator("tbody tr").first
    expect(first.get_by_role("link")).to_have_text(unknown)
    expect(first).to_contain_text(f"{failed:,} by neither")


def say_that_it_is_ours(reader: Reader, source: str) -> None:
    """Open the machine, say that it sends for the council, and find it among the council's own."""
    reader.press(reader.link(source))
    reader.hands.choose(reader.page, reader.main.get_by_role("radio"), 0)
    reader.press(reader.button("Note this"))
    expect(reader.page.get_by_role("status").first).to_contain_text(f"Noted: {source}.")
    reader.press(reader.page.get_by_role("link", name="Who sends as us").first)
    own = reader.main.locator("#own + table")
    expect(own.get_by_role("link", name=source)).to_be_visible()


def ask_whether_to_reject(reader: Reader, domain: str, answer: str) -> None:
    """Read whether p=reject is safe for a domain."""
    reader.press(reader.link("Safe to reject?"))
    if not reader.main.locator(".wm-verdict").count():
        reader.press(reader.link(domain))
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text(f"Is it safe to move {domain} to p=reject?")
    expect(reader.main.locator(".wm-verdict")).to_contain_text(answer)
