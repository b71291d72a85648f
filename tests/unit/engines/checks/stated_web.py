"""What would a visit to a website have brought, if it went as a case states? Texts are read by our own readers.

A case states only what differs from a good site: `plain` and `secure` are the ways in, hop by hop, as "301 https://…",
"200", "circle", or a reason such as "timeout"; `headers` and `html` the landing page; `front` the headers of the first
answer over https; `certificate` what is special about it; `security_txt` a text, a status or a reason; `open` the kinds
of pages found open; `offer` what the server said to bare ClientHellos. `seen = "timeout"` is a site about which nothing
at all is known.
"""

from datetime import UTC, datetime
from typing import Any

from wardmote.engines.checks.facts import Reason, Unreachable
from wardmote.engines.checks.facts.certificates import Certificate, Handshake
from wardmote.engines.checks.facts.web import Hop, OpenPage, Page, Served, Shaken, TlsOffer, Visit, Website
from wardmote.engines.checks.published.page import read_page

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
Seen = dict[str, Any] | str


def stated(asks: type[Any], seen: Seen) -> object:
    """Return the fact of a type that a case states."""
    if isinstance(seen, str):
        return unreachable(seen)
    return website(seen) if asks is Website else offer(seen)


def unreachable(text: str) -> Unreachable:
    """Return a reason, and its detail behind a colon."""
    reason, _, detail = text.partition(": ")
    return Unreachable(Reason(reason), detail)


def website(seen: dict[str, Any]) -> Website:
    """Return a site that is good but for what is stated."""
    domain = seen.get("domain", "example.gov.uk")
    start = seen.get("start", domain)
    if not start:
        return Website(domain, AT)
    plain = _visit(f"http://{start}/", seen.get("plain", [f"301 https://{start}/", "200"]))
    secure = _visit(f"https://{start}/", seen.get("secure", ["200"]))
    return Website(
        domain,
        AT,
        start,
        seen.get("parked", False),
        plain,
        secure,
        front=_front(seen, secure),
        landing=_landing(seen, secure.landing or plain.landing, secure, plain),
        shaken=tuple(_shaken(start, each) for each in _listed(seen.get("certificate", {}))) if secure.hops else (),
        security_txt=_security_txt(seen, secure),
        open_pages=_open_pages(seen.get("open", [])),
    )


def _listed(stated: Any) -> list[dict[str, Any]]:
    return stated if isinstance(stated, list) else [stated]


def _visit(start: str, steps: list[str]) -> Visit:
    url, hops = start, list[Hop]()
    for step in steps:
        if step == "circle":
            return Visit(start, tuple(hops), goes_round=True)
        if not step[:1].isdigit():
            return Visit(start, tuple(hops), unreachable(step))
        status, _, target = step.partition(" ")
        hops.append(Hop(url, int(status), target))
        url = target
    return Visit(start, tuple(hops))


def _headers(lines: list[str]) -> tuple[tuple[str, str], ...]:
    pairs = (line.partition(": ") for line in lines)
    return tuple((name.lower(), value) for name, _, value in pairs)


def _front(seen: dict[str, Any], secure: Visit) -> Page | None:
    if not secure.hops:
        return None
    lines = seen.get("headers", []) if len(secure.hops) == 1 else seen.get("front", [])
    return Page(secure.start, secure.hops[0].status, _headers(lines))


def _landing(seen: dict[str, Any], url: str, secure: Visit, plain: Visit) -> Page | None:
    if not url:
        return None
    status = (secure if secure.landing else plain).hops[-1].status
    digest = read_page(seen.get("html", "<title>A council</title>").encode(), seen.get("type", "text/html"))
    return Page(url, status, _headers(seen.get("headers", [])), digest, seen.get("whole", True))


def _shaken(start: str, special: dict[str, Any]) -> Shaken:
    host = special.get("host", start)
    trouble = special.get("trouble", "")
    if special.get("none"):
        return Shaken(host, "192.0.2.1", Handshake("", "", None, trouble))
    certificate = Certificate(
        subject=f"CN={host}",
        issuer="CN=An authority",
        names=tuple(special.get("names", [host])),
        begins=datetime.fromisoformat(special.get("begins", "2026-05-01T00:00:00Z")),
        ends=datetime.fromisoformat(special.get("ends", "2026-07-30T00:00:00Z")),
        key=special.get("key", "EC"),
        key_bits=special.get("bits", 256),
        signed_with=special.get("signed", "sha256"),
        is_self_signed=False,
        sha256="",
        spki_sha256="",
    )
    return Shaken(host, "192.0.2.1", Handshake("TLSv1.3", "TLS_AES_256_GCM_SHA384", certificate, trouble))


def _security_txt(seen: dict[str, Any], secure: Visit) -> Served | Unreachable | None:
    if secure.trouble or not secure.landing:
        return secure.trouble
    url = seen.get("security_url", f"{secure.landing.rstrip('/')}/.well-known/security.txt")
    match seen.get("security_txt", 404):
        case int(status):
            return Served(url, status)
        case str(text) if "\n" in text:
            return Served(url, 200, text, seen.get("security_type", "text/plain; charset=utf-8"))
        case reason:
            return unreachable(reason)


def _open_pages(stated: list[str] | str) -> tuple[OpenPage, ...] | Unreachable:
    if isinstance(stated, str):
        return unreachable(stated)
    return tuple(OpenPage(f"https://example.gov.uk/{kind}", kind) for kind in stated)


def offer(seen: dict[str, Any]) -> TlsOffer:
    """Return what a server takes; one that is good but for what is stated."""
    site, stated = website(seen), seen.get("offer", {})
    if not site.shaken:
        return TlsOffer(site)
    rsa = stated.get("rsa", False)
    version, cipher = stated.get("version", "TLSv1.3"), stated.get("cipher", "TLS_AES_256_GCM_SHA384")
    return TlsOffer(
        site,
        site.shaken[-1].host,
        Handshake(version, cipher, None),
        tuple(stated.get("accepted", ["TLSv1.2", "TLSv1.3"])),
        tuple(stated.get("refused", ["TLSv1", "TLSv1.1"])),
        tuple((name, unreachable(reason)) for name, reason in stated.get("unknown", {}).items()),
        unreachable(rsa) if isinstance(rsa, str) else rsa,
        stated.get("hybrid"),
        tuple((host, version) for host, version in stated.get("old_elsewhere", [])),
    )
