"""How are changes written as an Atom feed (RFC 4287)? What others publish is text in it, never markup."""

import re
from datetime import UTC, datetime
from urllib.parse import urljoin
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring  # nosec B405 - it writes here and reads nothing

from django.urls import reverse
from django.utils.translation import gettext as _

from .catalogue import title_of
from .models import Change, VerdictWord
from .queries.opened import OpenedFeed

ATOM = "http://www.w3.org/2005/Atom"
# What XML 1.0 can't hold at all (section 2.2).
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def written(feed: OpenedFeed, *, self_address: str, site: str) -> bytes:
    """Return the feed; its id and its entries' ids stay the same whatever the installation is called."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "en-GB"})
    _text(root, "id", _id(f"feed/{feed.link.pk}/{feed.link.digest}"))
    _text(root, "title", _("Outside checks of %(name)s: what changed") % {"name": feed.council})
    _text(root, "updated", _moment(feed.changes[0].at if feed.changes else feed.link.made_at))
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": self_address})
    _text(SubElement(root, "author"), "name", "Wardmote")
    for change in feed.changes:
        _entry(root, feed, change, site)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode").encode()


def _entry(root: Element, feed: OpenedFeed, change: Change, site: str) -> None:
    entry = SubElement(root, "entry")
    title, domain, verdict = title_of(change.check_id), change.domain.name, VerdictWord(change.after).label
    _text(entry, "id", _id(f"change/{feed.code}/{change.pk}"))
    _text(entry, "title", f"{domain}: {verdict}: {change.says}")
    _text(entry, "updated", _moment(change.at))
    where = reverse("watch:finding", args=[feed.code, change.domain_id, change.check_id])
    SubElement(entry, "link", {"rel": "alternate", "href": urljoin(site, where)})
    was = _("Got worse") if change.is_graver else _("Was: %(word)s") % {"word": VerdictWord(change.before).label}
    _text(entry, "content", "\n".join(line for line in (title, was, change.says, change.fix) if line), type="text")


def _text(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = _NO_CHARACTER.sub("\ufffd", str(text))


def _id(what: str) -> str:
    return uuid5(NAMESPACE_URL, f"https://wardmote.invalid/{what}").urn


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
