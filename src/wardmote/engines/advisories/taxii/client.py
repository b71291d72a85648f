"""What does a TAXII 2.1 client ask a server, one request after another?

Each function is a dialogue: it yields a Request and is sent the Response, and the room that drives it has the network.
`objects` yields a Page between requests, for which it is sent None.
"""

from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from ..facts import ReadingError
from ..inventory.json_text import read_json
from ..reading.fields import listed, word, words
from ..reading.moments import moment
from ..reading.texts import line, plain

ACCEPT = "application/taxii+json;version=2.1"
LARGEST_ANSWER = 50_000_000
MOST_PAGES, MOST_ROOTS, MOST_COLLECTIONS = 100_000, 100, 1_000
_EXPLAINED = {
    401: "The server doesn't know our name and password or token.",
    403: "The server doesn't let us read this.",
    404: "There is nothing at this address.",
    406: "The server doesn't speak TAXII 2.1.",
    429: "The server asks us to come back later.",
    503: "The server asks us to come back later.",
}


@dataclass(frozen=True, slots=True)
class Request:
    """A request to send. Credentials go with it only where `is_home`: to the server that they are for."""

    method: str
    url: str
    headers: dict[str, str]
    is_home: bool


@dataclass(frozen=True, slots=True)
class Response:
    """What came back; names of headers in lower case. Redirections aren't followed by the room."""

    status: int
    headers: dict[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection that may be read, or added to."""

    url: str
    id: str
    title: str
    description: str = ""
    can_read: bool = False
    can_write: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Objects of a collection. `reached` is the moment of the last one's addition: where to go on another day."""

    objects: list[dict[str, Any]]
    reached: str = ""


class TaxiiError(Exception):
    """A server can't be read. The text is for the person who looks after the source."""

    def __init__(self, says: str, *, retry_after_s: int = 0) -> None:
        super().__init__(says)
        self.retry_after_s = retry_after_s


def collections(discovery: str) -> Generator[Request, Response, tuple[Collection, ...]]:
    """Ask a discovery address, or an API root, for the collections of each root of that server."""
    answer = _document((yield _request(discovery, discovery)), discovery)
    if "api_roots" not in answer and "versions" in answer:
        return tuple((yield from _collections_of(discovery, discovery)))
    roots = words(answer.get("api_roots"))[:MOST_ROOTS]
    if not roots and (default := word(answer.get("default"))):
        roots = [default]
    found: list[Collection] = []
    for root in dict.fromkeys(urljoin(discovery, root) for root in roots):
        found += yield from _collections_of(root, discovery)
    return tuple(found)


def objects(
    collection: str, *, added_after: str = "", limit: int = 1_000
) -> Generator[Request | Page, Response | None, int]:
    """Read a collection's objects page by page from a moment on; return how many there were.

    A server that gives no `next` is asked on from the moment of the last object; one that leads in a circle is left.
    """
    query = {"added_after": added_after, "limit": str(limit)}
    asked: set[str] = set()
    count = 0
    for _ in range(MOST_PAGES):
        url = _joined(collection, "objects/", {name: value for name, value in query.items() if value})
        if url in asked:
            raise TaxiiError("The server gives the same page again and again.")
        asked.add(url)
        response = yield _request(url, collection)
        answer = _document(response, url)
        found, reached = listed(answer.get("objects"), 1_000_000), _reached(response)
        count += len(found)
        yield Page(found, reached)
        if answer.get("more") is not True:
            return count
        following = word(answer.get("next"))
        if not following and (not reached or reached == query["added_after"]):
            raise TaxiiError("The server says that there is more, and not where.")
        query = query | ({"next": following} if following else {"next": "", "added_after": reached})
    raise TaxiiError(f"The collection has more than {MOST_PAGES:,} pages.")


def _collections_of(root: str, home: str) -> Generator[Request, Response, list[Collection]]:
    url = _joined(root, "collections/", {})
    answer = _document((yield _request(url, home)), url)
    return [
        Collection(
            _joined(root, f"collections/{stix_id}/", {}),
            stix_id,
            line(one.get("title"), 200),
            plain(one.get("description"), 2_000),
            one.get("can_read") is True,
            one.get("can_write") is True,
        )
        for one in listed(answer.get("collections"), MOST_COLLECTIONS)
        if (stix_id := word(one.get("id"))) and len(stix_id) < 100 and stix_id.replace("-", "").isalnum()
    ]


def _request(url: str, home: str) -> Request:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise TaxiiError("The server leads to an address that is no web address.")
    own = urlsplit(home)
    is_home = (parts.scheme, parts.netloc) == (own.scheme, own.netloc)
    return Request("GET", url, {"Accept": ACCEPT}, is_home)


def _document(response: Response | None, url: str) -> dict[str, Any]:
    if response is None:
        raise TaxiiError("No answer was given.")
    if response.status != 200:
        raise _refusal(response)
    kind = response.headers.get("content-type", "").lower()
    if "json" not in kind:
        raise TaxiiError(f"The server answers with {line(kind, 60) or 'no type'} where TAXII was asked for.")
    if len(response.body) > LARGEST_ANSWER:
        raise TaxiiError("The server's answer is larger than 50 MB. Ask for shorter pages.")
    try:
        found = read_json(response.body)
    except ReadingError as error:
        raise TaxiiError(f"The server's answer can't be read. {error}") from error
    if not isinstance(found, dict):
        raise TaxiiError(f"The server's answer at {line(url, 200)} is no TAXII.")
    return found


def _refusal(response: Response) -> TaxiiError:
    says = _EXPLAINED.get(response.status, "The server can't answer.")
    wait = response.headers.get("retry-after", "")
    return TaxiiError(
        f"{says} (HTTP {response.status})", retry_after_s=int(wait) if wait[:6].isdecimal() and len(wait) < 7 else 0
    )


def _reached(response: Response | None) -> str:
    """Return the moment of the last object's addition, as the server says it, if it is one."""
    told = response.headers.get("x-taxii-date-added-last", "") if response else ""
    found: datetime | None = moment(told)
    return told.strip() if found else ""


def _joined(base: str, path: str, query: dict[str, str]) -> str:
    address = urljoin(base if base.endswith("/") else f"{base}/", path)
    return f"{address}?{urlencode(query)}" if query else address
