"""Where does a web address lead: to which host, by which scheme, and for which path?"""

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import quote, urljoin, urlsplit

LONGEST_URL = 2_000
PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"[a-z0-9._-]{1,253}|[0-9a-f:.]{2,45}")
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
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def authority(self) -> str:
        """The host as the Host header and addresses have it."""
        return f"[{self.host}]" if ":" in self.host else self.host

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
    if parts.scheme not in PORTS or not _NAME.fullmatch(host) or port not in (None, PORTS[parts.scheme]):
        return None
    path = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    return Place(parts.scheme, host, path if path.startswith("/") else f"/{path}")


def joined(base: str, reference: str) -> str:
    """Return the whole address that a reference on a page or in a redirect means; as it stands where unreadable."""
    try:
        return urljoin(base, reference[:LONGEST_URL].strip().replace("\\", "/"))
    except ValueError:
        return reference[:LONGEST_URL]
