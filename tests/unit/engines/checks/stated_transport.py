"""What would mail servers and policies have shown, if they were as a case states?

A host of a case: `name`; `unreachable = "timeout: words"` or `absent = true` instead of a visit; `greeting`; `tls` as
"TLSv1.3 CIPHER", "" where STARTTLS isn't offered; `declines` (the words), `trouble`, `is_turned_away`, `broken` (why
the handshake isn't known), `begins`, `ends`, `sent` (the bytes of the certificates, as text), and `tlsa` (records, or
why there are none to be had).
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tests.unit.engines.checks.stated import value_of
from wardmote.engines.checks.facts import Absent, Answer, Answered, Missing, Reason, Unreachable
from wardmote.engines.checks.facts.certificates import Certificate, Handshake
from wardmote.engines.checks.facts.records import Tlsa
from wardmote.engines.checks.facts.transport import (
    MailCertificates,
    MailHost,
    MailTransport,
    MailVisit,
    MtaStsPolicy,
    PolicyFile,
)
from wardmote.engines.checks.gather.dns.kinds import TLSA

DOMAIN = "example.gov.uk"
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
Given = Mapping[str, Any]


def fact_of(asks: type[Any], given: Given) -> object:
    """Return the fact of this type that a case states."""
    if "unreachable" in given:
        return unreachable(given["unreachable"])
    if asks is MtaStsPolicy:
        return policy(given)
    if asks is MailCertificates:
        return MailCertificates(transport(given), policy(given.get("policy", {})))
    return transport(given)


def unreachable(text: str) -> Unreachable:
    reason, _, detail = text.partition(": ")
    return Unreachable(Reason(reason), detail)


def transport(given: Given) -> MailTransport:
    hosts = tuple(host(each) for each in given.get("hosts", ()))
    return MailTransport(DOMAIN, AT, hosts, given.get("is_signed", False), given.get("unvisited", 0))


def host(given: Given) -> MailHost:
    if "unreachable" in given:
        return MailHost(given["name"], unreachable(given["unreachable"]), tlsa(given))
    if given.get("absent"):
        return MailHost(given["name"], Absent(Missing.NXDOMAIN))
    return MailHost(given["name"], visit(given), tlsa(given))


def visit(given: Given) -> MailVisit:
    greeting = given.get("greeting", f"220 {given['name']} ESMTP")
    address, offer = "192.0.2.1", given.get("tls", "TLSv1.3 TLS_AES_256_GCM_SHA384")
    if "broken" in given:
        return MailVisit(address, greeting, True, unreachable(given["broken"]))
    if "declines" in given:
        return MailVisit(address, greeting, True, None, given["declines"])
    return MailVisit(address, greeting, bool(offer), handshake(given, *offer.split()) if offer else None)


def handshake(given: Given, version: str, cipher: str = "") -> Handshake:
    if version == "none":
        return Handshake("", "", None, given["trouble"])
    sent = tuple(text.encode() for text in given.get("sent", ["leaf"]))
    trouble, is_turned_away = given.get("trouble", ""), given.get("is_turned_away", False)
    return Handshake(version, cipher, certificate(given), trouble, sent, is_turned_away)


def certificate(given: Given) -> Certificate:
    return Certificate(
        subject=f"CN={given['name']}",
        issuer="CN=R11,O=Let's Encrypt,C=US",
        names=tuple(given.get("names", [given["name"]])),
        begins=given.get("begins", datetime(2026, 10, 1, tzinfo=UTC)),
        ends=given.get("ends", datetime(2026, 12, 30, tzinfo=UTC)),
        key="EC",
        key_bits=256,
        signed_with="sha256",
        is_self_signed=False,
        sha256="aa" * 32,
        spki_sha256="bb" * 32,
    )


def tlsa(given: Given) -> Answer[Tlsa] | None:
    stated = given.get("tlsa")
    if isinstance(stated, str):
        return unreachable(stated)
    return Answered(tuple(value_of(TLSA, text) for text in stated), is_authentic=True) if stated else None


def policy(given: Given) -> MtaStsPolicy:
    servers = tuple(given.get("servers", ["mx.example.net"]))
    file: PolicyFile | Absent | Unreachable | None = None
    if given.get("absent"):
        file = Absent(Missing.NXDOMAIN)
    elif "broken" in given:
        file = unreachable(given["broken"])
    elif "file" in given or "status" in given or "trouble" in given:
        file = PolicyFile(
            given.get("trouble", ""),
            given.get("status", 200),
            given.get("type", "text/plain"),
            given.get("file", ""),
            given.get("is_whole", True),
            given.get("leads_to", ""),
        )
    return MtaStsPolicy(DOMAIN, servers, file)
