"""What does a DNS record hold? One value to a record type; names are lower case and have no final dot.

They are named tuples because a night's run makes millions of them, and a frozen dataclass takes three times as long
to make. NS, CNAME and PTR records are a name, A and AAAA an address, each as `str`.
"""

from typing import NamedTuple


def absolute(name: str) -> str:
    """Return a name as a zone file shows it, with its final dot."""
    return name if name.endswith(".") else f"{name}."


class Mx(NamedTuple):
    """A server that takes the domain's mail; the null MX names the root (RFC 7505)."""

    preference: int
    exchange: str

    def __str__(self) -> str:
        return f"{self.preference} {absolute(self.exchange)}"


class Txt(NamedTuple):
    """Text, in strings of up to 255 bytes."""

    strings: tuple[bytes, ...]

    @property
    def text(self) -> str:
        """The strings joined without a space (RFC 7208, section 3.3); bytes that aren't ASCII show as escapes."""
        return b"".join(self.strings).decode("ascii", "backslashreplace")

    def __str__(self) -> str:
        return " ".join(f'"{part.decode("ascii", "backslashreplace")}"' for part in self.strings)


class Soa(NamedTuple):
    """The head of a zone (RFC 1035, section 3.3.13)."""

    primary: str
    mailbox: str
    serial: int
    refresh_s: int
    retry_s: int
    expire_s: int
    negative_ttl_s: int

    def __str__(self) -> str:
        numbers = " ".join(str(number) for number in self[2:])
        return f"{absolute(self.primary)} {absolute(self.mailbox)} {numbers}"


class Caa(NamedTuple):
    """Which authority may issue certificates (RFC 8659, section 4.1)."""

    flags: int
    tag: str
    value: str

    def __str__(self) -> str:
        return f'{self.flags} {self.tag} "{self.value}"'


class Tlsa(NamedTuple):
    """Which certificate a server shows (RFC 6698, section 2.1)."""

    usage: int
    selector: int
    matching: int
    data: bytes

    def __str__(self) -> str:
        return f"{self.usage} {self.selector} {self.matching} {self.data.hex()}"


class Ds(NamedTuple):
    """The parent's word for a zone's key (RFC 4034, section 5)."""

    key_tag: int
    algorithm: int
    digest_type: int
    digest: bytes

    def __str__(self) -> str:
        return f"{self.key_tag} {self.algorithm} {self.digest_type} {self.digest.hex()}"


class Dnskey(NamedTuple):
    """A zone's public key (RFC 4034, section 2)."""

    flags: int
    protocol: int
    algorithm: int
    key: bytes

    @property
    def is_entry_point(self) -> bool:
        """Whether the parent is meant to point at this key (RFC 4034, section 2.1.1)."""
        return bool(self.flags & 1)


class Rrsig(NamedTuple):
    """A signature over records (RFC 4034, section 3). Times are seconds since 1970, modulo 2^32."""

    covers: int
    algorithm: int
    labels: int
    original_ttl_s: int
    expires: int
    begins: int
    key_tag: int
    signer: str
    signature: bytes


class Opaque(NamedTuple):
    """A record of a type that isn't read."""

    data: bytes
