"""What is there to do about a story, and where is it written? Taken from what its sources say."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from .models import Statement

# CSAF's categories of remediation (2.0, section 3.2.3.12.1), what helps most first.
KINDS = ("vendor_fix", "fix_planned", "mitigation", "workaround", "no_fix_planned", "none_available")
LONGEST_ACT = 400
MOST_LINKS = 8


@dataclass(frozen=True)
class Link:
    """Where to read on; always https."""

    url: str
    title: str


@dataclass(frozen=True)
class Remedy:
    """What to do in a sentence or two, and where the fix is written, if a source says where."""

    act: str
    link: Link | None


def remedy_of(statements: Iterable[Statement]) -> Remedy:
    """Return the best thing to do that any source names: a vendor's fix first, then what CISA asks, then the rest."""
    told = list(statements)
    remedies = sorted(
        (each for statement in told for each in statement.body.get("remedies", ())), key=lambda each: _weight(each)
    )
    links = links_of(told)
    found = next((each for each in remedies if each.get("text", "").strip()), None)
    asked = next((words for statement in told if (words := _asked_by_catalogue(statement))), "")
    if found and (_weight(found) == 0 or not asked):
        own = safe_link(found.get("url", ""))
        return Remedy(_short(found["text"]), own or _first(links))
    if asked:
        return Remedy(_short(asked), _first(links))
    if links:
        return Remedy(_("Read what the supplier advises, and update or protect it as it says."), links[0])
    return Remedy(_("Ask your supplier for an update, or how to protect it until there is one."), None)


def links_of(statements: Iterable[Statement]) -> list[Link]:
    """Return where sources say that one can read on, each address once; other ways than https are left out."""
    found: dict[str, Link] = {}
    for statement in statements:
        for named in statement.body.get("references", ()):
            link = safe_link(named.get("url", ""), named.get("title", ""))
            if link:
                found.setdefault(link.url, link)
    return list(found.values())[:MOST_LINKS]


def safe_link(url: str, title: str = "") -> Link | None:
    """Return an address that may stand on a page, or None."""
    if not url.startswith("https://") or not url.isprintable() or " " in url:
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return Link(url, title.strip() or host) if host else None


def _weight(remedy: dict[str, Any]) -> int:
    kind = remedy.get("kind", "")
    return KINDS.index(kind) if kind in KINDS else len(KINDS)


def _asked_by_catalogue(statement: Statement) -> str:
    exploited = statement.body.get("exploited") or {}
    return str(exploited.get("action", "")).strip()


def _first(links: list[Link]) -> Link | None:
    return links[0] if links else None


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST_ACT else f"{words[: LONGEST_ACT - 1].rstrip()}…"
