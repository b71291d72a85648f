"""What does a browser meet at a domain's website, from http:// to the page that it lands on?"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import urlsplit

from wardmote.engines.checks.facts.answers import Unreachable
from wardmote.engines.checks.facts.certificates import Handshake


@dataclass(frozen=True)
class Hop:
    """One answer on the way: `leads_to` is where it redirects, as a whole address."""

    url: str
    status: int
    leads_to: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether it was neither encrypted nor proven to come from the right server."""
        return self.url.startswith("http://")


@dataclass(frozen=True)
class Visit:
    """A way from a first address to where it ends: at a page, in a circle, or at something that isn't known."""

    start: str
    hops: tuple[Hop, ...] = ()
    trouble: Unreachable | None = None
    goes_round: bool = False

    @property
    def landing(self) -> str:
        """The address of the page at the end; empty where there is none."""
        return "" if self.trouble or self.goes_round or not self.hops else self.hops[-1].url

    @property
    def has_answered(self) -> bool:
        """Whether anything at all came back."""
        return bool(self.hops)


@dataclass(frozen=True)
class PlainReference:
    """Something that an encrypted page fetches or sends without encryption. `is_active` can change the page."""

    tag: str
    url: str
    is_active: bool


@dataclass(frozen=True)
class PageDigest:
    """What is kept of a page's text: its first 500 kB, digested, so that a night of pages fits into memory."""

    title: str = ""
    heading: str = ""
    plain_references: tuple[PlainReference, ...] = ()
    accessibility_links: tuple[str, ...] = ()
    csp: tuple[str, ...] = ()  # policies in meta elements
    referrer: str = ""
    is_html: bool = False


@dataclass(frozen=True)
class Page:
    """One answer with its headers, names in lower case and in their order. `is_whole`: all of its text was read."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    digest: PageDigest = PageDigest()
    is_whole: bool = True

    def first(self, name: str) -> str:
        """Return the first value of a header, empty where there is none."""
        return next((value for found, value in self.headers if found == name), "")

    def every(self, name: str) -> tuple[str, ...]:
        """Return all values of a header."""
        return tuple(value for found, value in self.headers if found == name)

    @property
    def host(self) -> str:
        """The name of the server that gave it."""
        return urlsplit(self.url).hostname or ""


@dataclass(frozen=True)
class Served:
    """What came for a well-known address: the status, and the text where there was one."""

    url: str
    status: int
    text: str = ""
    media_type: str = ""


@dataclass(frozen=True)
class OpenPage:
    """A page that isn't meant for everybody, recognised by what it shows: `kind` is its key in the list of them."""

    url: str
    kind: str


@dataclass(frozen=True)
class Shaken:
    """The TLS handshake with one host of the site."""

    host: str
    address: str
    handshake: Handshake


@dataclass(frozen=True)
class Website:
    """A domain's website at the moment `at`.

    `start` is the name that was asked: the domain, or www below it where the domain itself has no address; it is empty
    where neither has one. `front` is the first answer over https, `landing` the page at the end of that way.
    `security_txt` and `open_pages` are Unreachable where that could not be learnt.
    """

    domain: str
    at: datetime
    start: str = ""
    is_parked: bool = False
    plain: Visit = Visit("")
    secure: Visit = Visit("")
    front: Page | None = None
    landing: Page | None = None
    shaken: tuple[Shaken, ...] = ()
    security_txt: Served | Unreachable | None = None
    open_pages: tuple[OpenPage, ...] | Unreachable = ()
    connections: int = 0

    @cached_property
    def own_names(self) -> frozenset[str]:
        """The domain, and www below it. Who holds www.x.org need not hold x.org, so the name above isn't one."""
        is_www = self.domain.startswith("www.")
        return frozenset((self.domain,) if is_www else (self.domain, f"www.{self.domain}"))

    def is_own(self, host: str) -> bool:
        """Whether a host belongs to this domain."""
        return host in self.own_names or host.endswith(f".{self.domain}")


@dataclass(frozen=True)
class TlsOffer:
    """Which versions and key exchanges a website's server takes; what isn't known stands nowhere or is None."""

    website: Website
    host: str = ""
    handshake: Handshake | None = None
    accepted: tuple[str, ...] = ()  # as TLSv1, TLSv1.1, TLSv1.2, TLSv1.3
    refused: tuple[str, ...] = ()
    unknown: tuple[tuple[str, Unreachable], ...] = ()
    takes_rsa: bool | Unreachable | None = None  # a key exchange without forward secrecy
    is_hybrid: bool | None = None  # X25519MLKEM768, when asked for
    old_elsewhere: tuple[tuple[str, str], ...] = ()  # other own hosts on the way, and an old version that each takes
