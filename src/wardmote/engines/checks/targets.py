"""May we connect to this address, or does it lie inside somebody's network?"""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network

# IANA's special-purpose registry (RFC 6890 and later), multicast, and Azure's address for a machine's own metadata.
# `ipaddress.is_global` isn't asked: what it says of mapped, shared and translated addresses differs between Pythons.
_REFUSED_V4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
# All of IPv6 that is in public use lies in 2000::/3; these are the parts of it that aren't places.
_PUBLIC_V6 = IPv6Network("2000::/3")
_REFUSED_V6 = tuple(IPv6Network(text) for text in ("2001::/23", "2001:db8::/32", "3fff::/20"))
# Addresses that carry an IPv4 address: where, and how many bits stand to its right.
_CARRIERS = (
    (IPv6Network("::ffff:0:0/96"), 0),  # mapped
    (IPv6Network("64:ff9b::/96"), 0),  # NAT64
    (IPv6Network("2002::/16"), 80),  # 6to4
)

# Addresses that mean something only inside one network or one machine (RFC 1918, 4193, 1122, 3927, 4291).
_INSIDE = tuple(
    ip_network(text)
    for text in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "fc00::/7",
        "fe80::/10",
        "::1/128",
    )
)


@lru_cache(maxsize=4_096)
def is_inside(address: str) -> bool:
    """Whether an address, as the DNS gives it, means something only inside one network."""
    found = ip_address(address)
    return any(found in network for network in _INSIDE)


def is_permitted(address: str, allow: Iterable[str | Network] = ()) -> bool:
    """Whether a connection may be made; `allow` names networks that are permitted although they aren't public.

    An IPv6 address that carries an IPv4 address is judged by what it carries. What is no address is refused, and so
    are shorthand such as `127.1` and an address with a zone such as `fe80::1%eth0`.
    """
    return _is_permitted(address, tuple(allow))


@lru_cache(maxsize=4_096)
def _is_permitted(address: str, allow: tuple[str | Network, ...]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.scope_id is not None:
        return False
    carried = _carried_by(found) if isinstance(found, IPv6Address) else None
    if any(place in ip_network(network) for network in allow for place in (found, carried) if place is not None):
        return True
    return _is_public(carried or found)


def _carried_by(address: IPv6Address) -> IPv4Address | None:
    for network, bits_after in _CARRIERS:
        if address in network:
            return IPv4Address(int(address) >> bits_after & 0xFFFFFFFF)
    return None


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _REFUSED_V4)
    return address in _PUBLIC_V6 and not any(address in network for network in _REFUSED_V6)
