"""What does a provider publish, where, and since when? (CSAF 2.0, section 7.1)"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from wardmote.engines.advisories.csaf.judging import shape_problems
from wardmote.engines.advisories.csaf.moments import LONG_AGO, moment
from wardmote.engines.advisories.csaf.parsing import Json, parse
from wardmote.engines.advisories.csaf.texts import fields, objects, text
from wardmote.engines.advisories.facts import ReadingError

WELL_KNOWN = "/.well-known/csaf/provider-metadata.json"
MOST_LISTED = 500_000


@dataclass(frozen=True, slots=True)
class Key:
    """An OpenPGP key of a provider; the fingerprint is "" where the metadata names none."""

    url: str
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A ROLIE feed, with the label of what it lists (CSAF's own words: WHITE, GREEN …)."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Provider:
    """What provider-metadata.json says."""

    url: str
    name: str
    namespace: str
    role: str
    updated: datetime | None
    keys: tuple[Key, ...] = ()
    feeds: tuple[Feed, ...] = ()
    directories: tuple[str, ...] = ()

    @property
    def is_trusted(self) -> bool:
        """Whether it says that it signs: then a document without hash and signature is no good."""
        return self.role == "csaf_trusted_provider"


@dataclass(frozen=True, slots=True)
class Listed:
    """A document that a provider lists; beside it stand its hashes and its signature, at these addresses."""

    url: str
    updated: datetime | None = None
    sha256: str = ""
    sha512: str = ""
    signature: str = ""


def address_of(domain: str) -> str:
    """Return where a domain's provider has its metadata (section 7.1.9)."""
    return f"https://{domain}{WELL_KNOWN}"


def read_metadata(data: bytes) -> Provider:
    """Read provider-metadata.json, or raise ReadingError with what the provider has to mend."""
    found = parse(data)
    if problems := shape_problems(found, "provider"):
        first = problems[0]
        raise ReadingError(f"The provider's metadata isn't valid: {first.path or 'it'}: {first.says}")
    if urlsplit(found["canonical_url"]).scheme != "https":
        raise ReadingError("The provider's metadata isn't valid: its canonical_url doesn't begin with https.")
    publisher = found["publisher"]
    places = found.get("distributions", ())
    feeds = [feed for place in places for feed in place.get("rolie", {}).get("feeds", ())]
    return Provider(
        url=text(found["canonical_url"], 2_000),
        name=text(publisher["name"], 200),
        namespace=text(publisher["namespace"], 2_000),
        role=found["role"],
        updated=moment(found["last_updated"]),
        keys=tuple(
            Key(key["url"], key.get("fingerprint", ""))
            for key in found.get("public_openpgp_keys", ())
            if _is_safe(key["url"])
        ),
        feeds=tuple(Feed(feed["url"], feed["tlp_label"]) for feed in feeds if _is_safe(feed["url"])),
        directories=tuple(place["directory_url"] for place in places if _is_safe(place.get("directory_url", ""))),
    )


def listed_in_feed(data: bytes, url: str) -> tuple[Listed, ...]:
    """Return the documents of a ROLIE feed (section 7.1.15), or raise ReadingError where it is none."""
    feed = fields(parse(data).get("feed"))
    if not isinstance(feed.get("entry"), list):
        raise ReadingError("This isn't a ROLIE feed: it has no feed/entry.")
    return tuple(_once(_of_entry(entry, url) for entry in _all_objects(feed["entry"])))


def _all_objects(value: list[object]) -> Iterator[Json]:
    return (item for item in value[:MOST_LISTED] if isinstance(item, dict))


def _of_entry(entry: Json, base: str) -> Listed:
    links = [(text(link.get("rel"), 40), _joined(base, link.get("href"))) for link in objects(entry.get("link"))]
    own = next((href for rel, href in links if rel == "self"), "")
    source = _joined(base, fields(entry.get("content")).get("src")) or own
    hashes = [href for rel, href in links if rel == "hash"]
    return Listed(
        url=source,
        updated=moment(entry.get("updated")),
        sha256=next((href for href in hashes if href.endswith(".sha256")), ""),
        sha512=next((href for href in hashes if href.endswith(".sha512")), ""),
        signature=next((href for rel, href in links if rel == "signature"), ""),
    )


def listed_in_directory(url: str, *, index: bytes | None, changes: bytes | None) -> tuple[Listed, ...]:
    """Return the documents of a directory by its changes.csv, and by its index.txt what the former leaves out
    (sections 7.1.12 and 7.1.13)."""
    base = url.rstrip("/") + "/"
    dated = (_beside(base, row[0], moment(row[1])) for row in _rows(changes or b"") if len(row) > 1)
    bare = (_beside(base, line, None) for line in (index or b"").decode("utf-8", "replace").splitlines()[:MOST_LISTED])
    return tuple(_once((*dated, *bare)))


def _rows(data: bytes) -> Iterator[list[str]]:
    lines = io.StringIO(data.decode("utf-8", "replace").replace("\0", ""), newline="")
    try:
        for number, row in enumerate(csv.reader(lines)):
            if number >= MOST_LISTED:
                return
            yield row
    except csv.Error:
        return


def _beside(base: str, path: str, updated: datetime | None) -> Listed:
    url = _joined(base, path.strip()) if path.strip().lower().endswith(".json") else ""
    if not url.startswith(base):
        return Listed("")
    return Listed(url, updated, f"{url}.sha256", f"{url}.sha512", f"{url}.asc")


def _once(found: Iterable[Listed]) -> Iterator[Listed]:
    seen: set[str] = set()
    for listed in found:
        if listed.url and listed.url not in seen:
            seen.add(listed.url)
            yield listed


def newer(found: Iterable[Listed], than: datetime | None) -> tuple[Listed, ...]:
    """Return what changed after a moment, the oldest first; what doesn't say when it changed counts as new."""
    kept = [listed for listed in found if than is None or listed.updated is None or listed.updated > than]
    return tuple(sorted(kept, key=lambda listed: (listed.updated or LONG_AGO, listed.url)))


def _joined(base: str, path: object) -> str:
    written = text(path, 2_000)
    try:
        url = urljoin(base, written) if written else ""
    except ValueError:
        return ""
    return url if _is_safe(url) else ""


def _is_safe(url: object) -> bool:
    """Say whether an address is one of https with a host, and names no user."""
    try:
        parts = urlsplit(text(url, 2_000))
        is_named = bool(parts.hostname)
    except ValueError:
        return False
    return parts.scheme == "https" and is_named and parts.username is None
