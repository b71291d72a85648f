"""How is an Atom feed written (RFC 4287)? What others published is text in it, never markup."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring  # nosec B405 - it writes here and reads nothing

ATOM = "http://www.w3.org/2005/Atom"
# What XML 1.0 can't hold at all (section 2.2).
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """One entry. `key` makes its id, which stays the same whatever the installation is called."""

    key: str
    title: str
    updated: datetime
    link: str
    content: str


def written(*, key: str, title: str, updated: datetime, self_address: str, entries: Iterable[Entry]) -> bytes:
    """Return the feed as it is sent."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "en-GB"})
    _text(root, "id", _id(key))
    _text(root, "title", title)
    _text(root, "updated", _moment(updated))
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": self_address})
    _text(SubElement(root, "author"), "name", "Wardmote")
    for entry in entries:
        part = SubElement(root, "entry")
        _text(part, "id", _id(entry.key))
        _text(part, "title", entry.title)
        _text(part, "updated", _moment(entry.updated))
        SubElement(part, "link", {"rel": "alternate", "href": entry.link})
        _text(part, "content", entry.content, type="text")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode").encode()


def _text(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = _NO_CHARACTER.sub("\ufffd", str(text))


def _id(what: str) -> str:
    return uuid5(NAMESPACE_URL, f"https://wardmote.invalid/{what}").urn


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
