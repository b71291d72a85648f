"""Are feeds and e-mails read as plain words, with their ids and labels, and nothing that a browser would run?"""

import io
from datetime import UTC, datetime
from time import monotonic

import pytest

from wardmote.engines.advisories.facts import Advisory, Broken, Kind, Label, ReadingError
from wardmote.engines.advisories.readers import mail_message, news_feed
from wardmote.engines.advisories.shelf import reader_of

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>A source</title>{}</channel></rss>"""
ITEM = """<item><title>Patch &lt;b&gt;now&lt;/b&gt;: CVE-2026-1234</title><link>https://news.example/1</link>
<guid>one</guid><pubDate>Tue, 03 Mar 2026 10:00:00 GMT</pubDate>
<description>&lt;p&gt;Words&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;
&lt;img src=x onerror=alert(1)&gt; cve-2026-99999</description></item>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom</title><entry><id>urn:1</id><title>A</title>
<link href="javascript:alert(1)"/><link href="https://atom.example/"/><updated>2026-03-04T00:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>one</p><p>GHSA-jfh8-c2jp-5v3q</p></div></content>
</entry></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Old</title></channel><item rdf:about="x"><title>A</title>
<link>https://rdf.example/</link><dc:date>2026-03-04</dc:date></item></rdf:RDF>"""


def feed(raw: bytes) -> list[Advisory]:
    """Read a feed whose entries are all whole."""
    found = list(news_feed.read(io.BytesIO(raw)))
    assert all(isinstance(one, Advisory) for one in found)
    return [one for one in found if isinstance(one, Advisory)]


def letter(head: str, body: str = "Hello", **more: str) -> Advisory:
    """Read an e-mail with such header lines."""
    (found,) = mail_message.read(io.BytesIO(f"From: a@b.example\n{head}\n\n{body}".encode()))
    assert isinstance(found, Advisory)
    return found


def test_an_entry_is_plain_words_with_its_ids() -> None:
    (found,) = feed(RSS.format(ITEM).encode())
    assert (found.key, found.title, found.publisher) == ("one", "Patch now: CVE-2026-1234", "A source")
    assert found.summary == "Words\n\ncve-2026-99999"
    assert found.ids == ("CVE-2026-1234", "CVE-2026-99999")
    assert found.published == datetime(2026, 3, 3, 10, tzinfo=UTC)


def test_atom_keeps_its_paragraphs_and_only_links_that_lead_somewhere() -> None:
    (found,) = feed(ATOM)
    assert found.summary == "one\n\nGHSA-jfh8-c2jp-5v3q"
    assert [reference.url for reference in found.references] == ["https://atom.example/"]
    assert found.ids == ("GHSA-JFH8-C2JP-5V3Q",)


def test_the_oldest_kind_of_feed_is_read() -> None:
    (found,) = feed(RDF)
    assert (found.key, found.published) == ("https://rdf.example/", datetime(2026, 3, 4, tzinfo=UTC))


@pytest.mark.parametrize("raw", [RSS.format("").encode(), ATOM, RDF, b"\xef\xbb\xbf" + ATOM])
def test_feeds_of_every_kind_are_recognised(raw: bytes) -> None:
    reader = reader_of(raw[:4096])
    assert reader is not None
    assert reader.kind is Kind.NEWS


def test_a_document_type_is_refused_before_its_entities_grow() -> None:
    bomb = (
        b'<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
        + RSS.format("<item>&b;</item>").encode()[21:]
    )
    with pytest.raises(ReadingError, match="document type"):
        list(news_feed.read(io.BytesIO(bomb)))


def test_a_web_page_or_an_empty_feed_is_refused_with_what_to_do() -> None:
    with pytest.raises(ReadingError, match="Look whether its address"):
        list(news_feed.read(io.BytesIO(b"<html><br></html>")))
    with pytest.raises(ReadingError, match="holds no entries"):
        list(news_feed.read(io.BytesIO(RSS.format("").encode())))


def test_entries_before_a_cut_are_kept() -> None:
    *found, last = news_feed.read(io.BytesIO(RSS.format(ITEM * 5).encode()[:-200]))
    assert len(found) == 4
    assert isinstance(last, Broken)


@pytest.mark.parametrize(
    ("subject", "body", "expected"),
    [
        ("TLP:GREEN: patch", "Hello", Label.GREEN),
        ("[TLP:AMBER+STRICT] patch", "TLP:GREEN", Label.AMBER_STRICT),
        ("patch", "tlp: red\nwords", Label.RED),
        ("patch", "TLP:WHITE", Label.CLEAR),
        ("TLP:CLEAR", "TLP:AMBER", Label.AMBER),
        ("patch", "no label", Label.AMBER),
        ("patch", "\n".join(["x"] * 50) + "TLP:CLEAR", Label.AMBER),
    ],
)
def test_the_strictest_label_counts_and_none_means_amber(subject: str, body: str, expected: Label) -> None:
    assert letter(f"Subject: {subject}", body).label is expected


def test_a_page_is_read_as_words_and_attachments_by_name_only() -> None:
    body = (
        "--x\nContent-Type: text/html; charset=no-such\n\n<p>Go <script>alert(1)</script>CVE-2026-1234</p>\n"
        '--x\nContent-Type: application/zip; name="a.zip"\nContent-Transfer-Encoding: base64\n\nQQ==\n--x--\n'
    )
    found = letter("Subject: x\nContent-Type: multipart/mixed; boundary=x", body)
    assert found.summary == "Go CVE-2026-1234\n\nAttached, not read: a.zip"
    assert found.ids == ("CVE-2026-1234",)


@pytest.mark.parametrize("subject", ["=?utf-8?b?!!!?=", "=?no-such?q?caf=E9?=", "=?utf-8?q?=ff?=", "caf\udce9"])
def test_a_broken_subject_never_stops_the_letter(subject: str) -> None:
    raw = f"From: a@b.example\nSubject: {subject}\n\nwords".encode("utf-8", "surrogateescape")
    (found,) = mail_message.read(io.BytesIO(raw))
    assert isinstance(found, Advisory)
    found.title.encode()


def test_a_letter_is_recognised_and_other_texts_are_not() -> None:
    reader = reader_of(b"Received: by x\nFrom: a@b.example\nSubject: x\n\nwords", "a.eml")
    assert reader is not None
    assert reader.kind is Kind.MAIL
    assert reader_of(b"Shopping: eggs\nand milk", "list.txt") is None


def test_a_label_at_the_foot_of_an_e_mail_counts_where_it_is_stricter() -> None:
    body = "word\n" * 40
    assert letter("Subject: Hi", f"{body}TLP:AMBER+STRICT").label is Label.AMBER_STRICT
    assert letter("Subject: TLP:GREEN Hi", f"{body}TLP:RED\n-- \nA name").label is Label.RED
    assert letter("Subject: TLP:AMBER Hi", f"{body}TLP:CLEAR").label is Label.AMBER
    legend = "TLP:RED is for you alone\nTLP:AMBER for your organisation\nTLP:CLEAR for anybody"
    assert letter("Subject: TLP:GREEN Hi", f"{body}{legend}").label is Label.GREEN


@pytest.mark.parametrize("charset", ["punycode", "-PunyCode", "idna", "unicode_escape", "undefined", "x" * 5_000])
def test_no_charset_takes_longer_than_the_letter_is_long(charset: str) -> None:
    body = "a" * 300_000 + "-" + "a" * 90_000
    began = monotonic()
    found = letter(f"Subject: Hi\nContent-Type: text/plain; charset={charset}", body)
    assert found.summary.startswith("aaa")
    assert monotonic() - began < 2


def test_letters_that_grow_when_made_small_hide_nothing() -> None:
    page = "İ" * 300 + "<SCRIPT>alert(1)</SCRIPT>seen"
    (found,) = feed(RSS.format(f"<item><guid>1</guid><description><![CDATA[{page}]]></description></item>").encode())
    assert found.summary == "İ" * 300 + "seen"
