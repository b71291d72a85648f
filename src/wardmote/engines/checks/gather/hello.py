"""Which versions and key exchanges of TLS does a server take, seen from its answer to a bare ClientHello?

No TLS library would offer the old ones, and none needs to: a ClientHello is some bytes, and the ServerHello or the
alert that comes back says it all. The handshake goes no further.
"""

import os
from dataclasses import dataclass
from struct import pack
from typing import NamedTuple

from wardmote.engines.checks.facts import Reason, Unreachable
from wardmote.engines.checks.gather.line import Line, LineError

TLS_1_0, TLS_1_1, TLS_1_2, TLS_1_3 = 0x0301, 0x0302, 0x0303, 0x0304
VERSION_NAMES = {0x0300: "SSLv3", TLS_1_0: "TLSv1", TLS_1_1: "TLSv1.1", TLS_1_2: "TLSv1.2", TLS_1_3: "TLSv1.3"}
X25519MLKEM768 = 0x11EC  # draft-ietf-tls-ecdhe-mlkem; browsers offer it
# The alert by which a server says that it won't have the version (RFC 8446, section 6.2).
PROTOCOL_VERSION = 70

_X25519, _P256, _P384 = 0x001D, 0x0017, 0x0018
_HANDSHAKE, _ALERT, _SERVER_HELLO = 22, 21, 2
_WARNING, _CLOSE_NOTIFY = 1, 0
_LONGEST_RECORD = 16_640
# SHA-256 of "HelloRetryRequest", which stands where the server's random bytes would (RFC 8446, section 4.1.3).
_RETRY = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")
_SUPPORTED_VERSIONS, _KEY_SHARE = 43, 51

# A static RSA key exchange: whoever gets the key later can read everything that was recorded.
_RSA_ONLY = (0x009C, 0x009D, 0x003C, 0x003D, 0x002F, 0x0035, 0x000A)
_OLD = (0xC009, 0xC00A, 0xC013, 0xC014, 0x0033, 0x0039, 0x002F, 0x0035, 0xC008, 0xC012, 0x0016, 0x000A, 0x0005)
_MODERN = (0x1301, 0x1302, 0x1303)
_EMPTY_RENEGOTIATION = 0x00FF


class Ask(NamedTuple):
    """What a ClientHello offers: the highest version, the cipher suites and the groups."""

    version: int
    suites: tuple[int, ...]
    groups: tuple[int, ...] = (_X25519, _P256, _P384)


UP_TO_1_1 = Ask(TLS_1_1, _OLD)
ONLY_1_0 = Ask(TLS_1_0, _OLD)
ONLY_RSA = Ask(TLS_1_2, _RSA_ONLY)
# Without a key share of ours, the server must say in a HelloRetryRequest which group it would like best.
HYBRID = Ask(TLS_1_3, _MODERN, (X25519MLKEM768, _X25519, _P256))


@dataclass(frozen=True)
class Reply:
    """What a server said first: a version that it goes on with, or an alert. `has_hung_up` where it just left."""

    version: int = 0
    suite: int = 0
    group: int = 0
    alert: int = 0
    has_hung_up: bool = False

    @property
    def is_taken(self) -> bool:
        """Whether the server goes on with what was offered."""
        return bool(self.version)


def client_hello(host: str, ask: Ask) -> bytes:
    """Return the record with a ClientHello for a host (RFC 5246, section 7.4.1.2; RFC 8446, section 4.1.2)."""
    suites = b"".join(pack("!H", suite) for suite in (*ask.suites, _EMPTY_RENEGOTIATION))
    extensions = _extensions(host, ask)
    body = b"".join(
        (
            pack("!H", min(ask.version, TLS_1_2)),
            os.urandom(32),
            b"\x20" + os.urandom(32) if ask.version == TLS_1_3 else b"\x00",
            pack("!H", len(suites)) + suites,
            b"\x01\x00",
            pack("!H", len(extensions)) + extensions,
        )
    )
    message = b"\x01" + pack("!I", len(body))[1:] + body
    return pack("!BHH", _HANDSHAKE, TLS_1_0, len(message)) + message


def _extensions(host: str, ask: Ask) -> bytes:
    name = host.encode("ascii", "replace")
    groups = b"".join(pack("!H", group) for group in ask.groups)
    found = [
        _extension(0, pack("!HBH", len(name) + 3, 0, len(name)) + name),
        _extension(10, pack("!H", len(groups)) + groups),
        _extension(11, b"\x01\x00"),
    ]
    if ask.version >= TLS_1_2:
        algorithms = bytes.fromhex("0403 0503 0603 0804 0805 0806 0401 0501 0601 0807 0203 0201")
        found.append(_extension(13, pack("!H", len(algorithms)) + algorithms))
    if ask.version == TLS_1_3:
        found.append(_extension(_SUPPORTED_VERSIONS, b"\x02\x03\x04"))
        found.append(_extension(_KEY_SHARE, b"\x00\x00"))
    return b"".join(found)


def _extension(number: int, data: bytes) -> bytes:
    return pack("!HH", number, len(data)) + data


async def probe(line: Line, host: str, ask: Ask) -> Reply | Unreachable:
    """Send a ClientHello and read the server's first word."""
    try:
        await line.send(client_hello(host, ask))
        reply = await _first_word(line)
    except LineError as broken:
        # A server that doesn't like a version may just hang up; one that falls silent has said nothing.
        return Reply(has_hung_up=True) if broken.why.reason is Reason.NETWORK else broken.why
    if isinstance(reply, Reply) and reply.version > ask.version:
        return Unreachable(Reason.MALFORMED, "the server goes on with more than it was offered")
    return reply


async def _first_word(line: Line) -> Reply | Unreachable:
    message = b""
    while True:
        head = await line.read_exactly(5)
        size = int.from_bytes(head[3:5], "big")
        if head[0] not in (_HANDSHAKE, _ALERT) or head[1] != 3 or not 0 < size <= _LONGEST_RECORD:
            return Unreachable(Reason.MALFORMED, "the server doesn't speak TLS")
        data = await line.read_exactly(size)
        if head[0] == _ALERT:
            reply = read_alert(data)
        else:
            message += data
            reply = read_server_hello(message)
        if reply is not None:
            return reply


def read_alert(data: bytes) -> Reply | Unreachable | None:
    """Return the alert that the bytes are; None for a mere warning, after which more comes (RFC 5246, section 7.2)."""
    if len(data) < 2:
        return Unreachable(Reason.MALFORMED, "the server's TLS alert is cut short")
    if data[0] == _WARNING:
        return Reply(has_hung_up=True) if data[1] == _CLOSE_NOTIFY else None
    return Reply(alert=data[1])


def read_server_hello(data: bytes) -> Reply | Unreachable | None:
    """Return the ServerHello that the bytes begin with, or None while some are still missing; never raises."""
    if len(data) < 4:
        return None
    size = int.from_bytes(data[1:4], "big")
    if data[0] != _SERVER_HELLO or size > _LONGEST_RECORD:
        return Unreachable(Reason.MALFORMED, "the server doesn't answer as TLS asks")
    if len(data) < 4 + size:
        return None
    body = data[4 : 4 + size]
    after_id = 35 + body[34] if size > 34 else size
    if len(body) < after_id + 3:
        return Unreachable(Reason.MALFORMED, "the server's TLS answer is cut short")
    version, suite = int.from_bytes(body[:2], "big"), int.from_bytes(body[after_id : after_id + 2], "big")
    extensions = _read_extensions(body[after_id + 5 :])
    chosen = extensions.get(_SUPPORTED_VERSIONS, b"")
    if len(chosen) == 2:
        version = int.from_bytes(chosen, "big")
    share = extensions.get(_KEY_SHARE, b"")
    is_proper = len(share) == 2 if body[2:34] == _RETRY else len(share) > 4
    return Reply(version, suite, int.from_bytes(share[:2], "big") if is_proper else 0)


def _read_extensions(data: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    at = 0
    while at + 4 <= len(data):
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        found[int.from_bytes(data[at : at + 2], "big")] = data[at + 4 : at + 4 + size]
        at += 4 + size
    return found
