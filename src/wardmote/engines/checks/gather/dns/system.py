"""Which resolvers does this machine use (resolv.conf(5))?"""

from ipaddress import ip_address
from pathlib import Path

DNS_PORT = 53
_MOST_SERVERS = 3


def system_servers(path: Path = Path("/etc/resolv.conf")) -> tuple[tuple[str, int], ...]:
    """Return the machine's resolvers, first one first; without any named, the one on the machine itself."""
    try:
        lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        lines = []
    words = [line.split() for line in lines]
    named = [entry[1] for entry in words if len(entry) >= 2 and entry[0] == "nameserver" and _is_address(entry[1])]
    return tuple((address, DNS_PORT) for address in (named or ["127.0.0.1"])[:_MOST_SERVERS])


def server_named(text: str) -> tuple[str, int]:
    """Return the address and port of `192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1` or `[2001:db8::1]:5353`.

    Raises ValueError with a sentence. Names are refused: who answers for them is what is to be decided here.
    """
    address, port = text, ""
    if text.startswith("["):
        address, closing, port = text[1:].partition("]")
        address, port = (address if closing else text), port.removeprefix(":")
    elif text.count(":") == 1:
        address, _, port = text.partition(":")
    if not _is_address(address) or (port and not (port.isdigit() and 0 < int(port) < 65536)):
        raise ValueError(f"“{text}” is no address of a resolver. Write it as 192.0.2.1 or [2001:db8::1]:53.")
    return address, int(port or DNS_PORT)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
