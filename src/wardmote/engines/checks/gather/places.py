"""Where does a web address lead: to which host, by which scheme, and for which path?"""

from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import quote, urljoin, urlsplit

LONGEST_URL = 2_000
PORTS = {"http": 80, "https": 443}
_SAFE = "/%:@!$&'()*+,;=-._~?"


@dataclass(frozen=True, slots=True)
class Place:
    """A host, how it is spoken to, and what is asked of it."""

    scheme: str
    host: str
    path: str

    @property
    def port(self) -> int:
        """The port that its scheme has: no other is ever contacted."""
        return PORTS[self.scheme]

    @property
    def url(self) -> str:
        """The whole address."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}{self.path}"

    @property
    def is_address(self) -> bool:
        """Whether the host is an address instead of a name."""
        try:
            ip_address(self.host)
        except ValueError:
            return False
        return True


@lru_cache(maxsize=4096)
def place_of(url: str) -> Place | None:
    """Return where an address leads; None where we don't go: other schemes, other ports, what can't be read."""
    try:
        parts = urlsplit(url[:LONGEST_URL])
        port, host = parts.port, (parts.hostname or "").rstrip(".")
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except ValueError:
        return None
    if parts.scheme not in PORTS or not host or port not in (None, PORTS[parts.scheme]):
        return None
    path = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    return Place(parts.scheme, host, path if path.startswith("/") else f"/{path}")


def joined(base: str, reference: str) -> str:
    """Return the whole address that a reference on a page or in a redirect means; as it stands where unreadable."""
    try:
        return urljoin(base, reference[:LONGEST_URL].strip().replace("\\", "/"))
    except ValueError:
        return reference[:LONGEST_URL]
