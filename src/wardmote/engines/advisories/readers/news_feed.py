"""What is new at a source that publishes a feed? (RSS 0.9 to 2.0, Atom)"""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO

from ..facts import Advisory, Broken, Kind, Label, ReadingError
from ..reading.feed_entries import FeedEntry, feed_entries
from ..reading.ids import ids_in
from ..reading.limits import kept
from ..reading.moments import moment
from ..reading.packed import first_document
from ..reading.references import references
from ..reading.texts import from_html, line
from ..reading.tlp import label_in
from ..reading.unpacking import Document, read_each
from ..shelf import Reader

_ROOT = re.compile(rb"<(?:[A-Za-z]{1,20}:)?(?:rss|feed|RDF)[\s>]")


def recognises(head: bytes, name: str) -> bool:
    """Look for the element that a feed begins with."""
    head, _ = first_document(head, name)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\0", b"")[2:]
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and bool(_ROOT.search(head))


def read(stream: BinaryIO) -> Iterator[Advisory | Broken]:
    """Give an advisory for each entry. Its ids are those that its words name, so it may name many."""
    return kept(read_each(stream, _read_feed))


def _read_feed(document: Document) -> Iterator[Advisory | Broken]:
    number = 0
    for number, entry in enumerate(feed_entries(document.stream), 1):
        title = from_html(entry.title, 500)
        key = line(entry.id or entry.links[0] if entry.id or entry.links else "")
        if not key and not title:
            yield Broken(str(number), "It has no id, no link and no title.")
            continue
        yield _advisory(entry, key or _key_of(entry, title), title)
    if not number:
        raise ReadingError("The feed holds no entries. Look at its address, and ask the source if it stays so.")


def _key_of(entry: FeedEntry, title: str) -> str:
    return sha256(f"{title}\n{entry.published}".encode("utf-8", "replace")).hexdigest()[:40]


def _advisory(entry: FeedEntry, key: str, title: str) -> Advisory:
    words = from_html(entry.text)
    published = moment(entry.published) or moment(entry.updated)
    return Advisory(
        kind=Kind.NEWS,
        key=key,
        title=" ".join(title.split()) or key,
        ids=ids_in(title, entry.text, *entry.links),
        summary=words,
        publisher=line(entry.source, 200),
        published=published,
        revised=moment(entry.updated) or published,
        revision=line(entry.updated, 60),
        references=references((link, "") for link in entry.links),
        label=label_in(title, words[:500]) or Label.CLEAR,
    )


READER = Reader(kind=Kind.NEWS, title="Feed (RSS or Atom)", recognises=recognises, read=read, rank=60)
