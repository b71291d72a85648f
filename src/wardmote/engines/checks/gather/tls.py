"""What does a server show in a full TLS handshake, and would a careful client have taken it?

`shake` takes a connection as far as a careful client goes. Where that is refused, a second connection that takes
anything (`look`) brings the certificate and the version to the finding.
"""

import re
import ssl
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from wardmote.engines.checks.facts import Reason, Unreachable
from wardmote.engines.checks.facts.certificates import Certificate, Handshake
from wardmote.engines.checks.gather.certificates import read_certificate
from wardmote.engines.checks.gather.line import Line, LineError
from wardmote.engines.checks.gather.reach import Reach

# Opens a connection and brings it to the point where TLS may begin.
Dial = Callable[[], AbstractAsyncContextManager[Line | Unreachable]]

_NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}))*", re.IGNORECASE)
_HUNG_UP = Unreachable(Reason.NETWORK, "the server hangs up during the TLS handshake")
_OLD = {"SSLv3": "SSL 3", "TLSv1": "TLS 1.0", "TLSv1.1": "TLS 1.1"}
# OpenSSL's numbers for what is wrong with a certificate (X509_V_ERR_…), in words for the middle of a sentence.
_EXPIRED, _NOT_YET, _OTHER_NAMES = 10, 9, (62, 64)
_WORDS = {
    _EXPIRED: "a certificate has expired",
    _NOT_YET: "a certificate isn't valid yet",
    18: "the certificate is self-signed",
    19: "the certificate comes from an authority that isn't publicly trusted",
    2: "the certificate of the authority is missing from what the server sends",
    20: "the certificate comes from an unknown authority, or the server leaves out a certificate between",
    21: "the certificate comes from an unknown authority, or the server leaves out a certificate between",
    7: "the certificate's signature is wrong",
    23: "the certificate was revoked",
    24: "an authority in the chain may not issue certificates",
    26: "the certificate isn't meant for servers",
    62: "the certificate is for another name",
    64: "the certificate is for another name",
    66: "the certificate's key is too short",
    67: "the key of an authority in the chain is too short",
    68: "a signature in the chain rests on an algorithm that is broken",
}
_MOST_SENT = 10  # certificates that are kept of a chain
# Parts of OpenSSL's other reasons.
_SIGNS = (
    ("wrong version number", "the server doesn't speak TLS where it is to begin"),
    ("packet length", "the server doesn't speak TLS where it is to begin"),
    ("handshake failure", "the two sides agree on no cipher, or the server has no certificate to show"),
    ("protocol version", "the two sides agree on no version of TLS"),
    ("unsupported protocol", "the two sides agree on no version of TLS"),
)


@dataclass(frozen=True)
class Refusal:
    """A careful client didn't go on: what OpenSSL calls it (0: no fault of the certificate), and in words."""

    code: int
    trouble: str


async def shake(line: Line, name: str, reach: Reach) -> Handshake | Refusal | Unreachable:
    """Shake hands as a careful client; with a Handshake the line goes on in TLS, otherwise it is of no more use."""
    found = await _begin(line, name, reach.context(is_careful=True))
    if isinstance(found, Unreachable) and found.reason is Reason.NETWORK:
        return Refusal(0, found.detail)  # some servers hang up on what is too modern for them
    return found


async def look(dial: Dial, name: str, reach: Reach, refusal: Refusal) -> Handshake | Unreachable:
    """Shake hands on a fresh connection without any care, to say what it was that a careful client refused.

    A server with which no handshake at all comes about gives a Handshake without a version.
    """
    async with dial() as line:
        if isinstance(line, Unreachable):
            return line
        found = await _begin(line, name, reach.context(is_careful=False))
    if isinstance(found, Handshake):
        return replace(found, trouble=_trouble(refusal, found, name), is_turned_away=not refusal.code)
    return found if isinstance(found, Unreachable) else Handshake("", "", None, found.trouble)


async def _begin(line: Line, name: str, context: ssl.SSLContext) -> Handshake | Refusal | Unreachable:
    if not _NAME.fullmatch(name):
        return Unreachable(Reason.UNASKABLE, f"{name} can't be the name of a server with TLS")
    try:
        found = await line.start_tls(context, name)
    except LineError as fault:
        return _break(fault.why)
    except ssl.SSLCertVerificationError as fault:
        return Refusal(
            fault.verify_code, _WORDS.get(fault.verify_code, f"the certificate fails: {fault.verify_message}")
        )
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
        return _HUNG_UP
    except ssl.SSLError as fault:
        return Refusal(0, _protocol_trouble(fault))
    return _seen(found)


def _break(why: Unreachable) -> Refusal | Unreachable:
    if why.reason is Reason.MALFORMED:
        return Refusal(0, why.detail)
    return _HUNG_UP if why.reason is Reason.NETWORK else why


def _seen(found: ssl.SSLObject) -> Handshake:
    der, cipher = found.getpeercert(binary_form=True), found.cipher()
    certificate = read_certificate(der) if der else None
    trouble = "" if certificate else "the server's certificate can't be read" if der else "no certificate is shown"
    return Handshake(found.version() or "", cipher[0] if cipher else "", certificate, trouble, _chain(found))


def _chain(found: ssl.SSLObject) -> tuple[bytes, ...]:
    """Return every certificate that the server sent, its own first; Python has a public door to them from 3.13 on."""
    if sys.version_info >= (3, 13):
        return tuple(found.get_unverified_chain()[:_MOST_SENT])
    inner: Any = found._sslobj  # type: ignore[attr-defined]
    return tuple(
        ssl.PEM_cert_to_DER_cert(each.public_bytes()) for each in (inner.get_unverified_chain() or ())[:_MOST_SENT]
    )


def _protocol_trouble(fault: ssl.SSLError) -> str:
    reason = (fault.reason or "").replace("_", " ").lower()
    words = next((words for sign, words in _SIGNS if sign in reason), "")
    return words or (f"no TLS handshake came about ({reason})" if reason else "no TLS handshake came about")


def _trouble(refusal: Refusal, found: Handshake, name: str) -> str:
    if found.trouble:
        return found.trouble
    if found.certificate and refusal.code:
        return _certificate_trouble(refusal, found.certificate, name)
    if found.version in _OLD:
        return f"the server speaks only {_OLD[found.version]}, which no careful client takes"
    return f"a careful client is turned away: {refusal.trouble}"


def _certificate_trouble(refusal: Refusal, certificate: Certificate, name: str) -> str:
    if refusal.code == _EXPIRED:
        return f"{refusal.trouble} (the server's own ends on {_day(certificate.ends)})"
    if refusal.code == _NOT_YET:
        return f"{refusal.trouble} (the server's own begins on {_day(certificate.begins)})"
    if refusal.code in _OTHER_NAMES:
        names = certificate.names or (certificate.subject,)
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        return f"the certificate is for {names[0]}{more}, not for {name}"
    return refusal.trouble


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
