"""Websites with certificates of their own on loopback, and a visitor that remembers what came of a visit."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from tests.unit.engines.checks.gather.made_certificates import Authority, server_context
from tests.unit.engines.checks.gather.web_server import Answer, Seen, page, said, serving
from tests.unit.engines.checks.stated import Given, StatedResolver
from wardmote.engines.checks.facts import Unreachable
from wardmote.engines.checks.facts.told import Told
from wardmote.engines.checks.facts.web import TlsOffer, Website
from wardmote.engines.checks.gather.gathering import Sources, gather
from wardmote.engines.checks.gather.line import LineLimits
from wardmote.engines.checks.gather.reach import Reach, ReachLimits
from wardmote.engines.checks.judging import judge_all
from wardmote.engines.checks.registry import checks

WEB_CHECKS = [check for check in checks() if check.area == "web"]
HOME = "127.0.44.1"
DNS: Given = {"example.gov.uk A": [HOME]}
SECURITY_TXT = "Contact: mailto:security@example.gov.uk\nExpires: 2099-01-01T00:00:00Z\n"


@dataclass
class Town:
    """What a visit came to: the facts, the findings, and who came to which server."""

    site: Website | Unreachable
    offer: TlsOffer | Unreachable
    verdicts: dict[str, str]
    connections: int
    took_s: float
    servers: dict[str, Seen] = field(default_factory=dict)

    @property
    def came(self) -> int:
        """How many connections all servers saw."""
        return sum(seen.connections for seen in self.servers.values())


class Visitor:
    """Visits example.gov.uk or another domain, whose servers are stated as "http 127.0.0.1" and "https 127.0.0.1"."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._authority = folder, Authority()
        names = [f"{label}example.gov.uk" for label in ("", "www.", "*.")]
        self.careful = server_context(self._authority.issue(*names, "other.example"), folder)

    def visit(
        self,
        answers: Mapping[str, Answer],
        given: Given = DNS,
        *,
        tls: ssl.SSLContext | None = None,
        line_s: float = 3.0,
        domain: str = "example.gov.uk",
    ) -> Town:
        """Return what a visit comes to."""
        return asyncio.run(self._visit(answers, given, tls or self.careful, line_s, domain))

    async def _visit(
        self, answers: Mapping[str, Answer], given: Given, tls: ssl.SSLContext, line_s: float, domain: str
    ) -> Town:
        limits = ReachLimits(connect_s=0.5, line=LineLimits(whole_s=line_s))
        async with self._servers(answers, tls) as (servers, ports):
            trusted = self._authority.saved(self._folder)
            reach = Reach(allow=["127.0.0.0/8"], ports=ports, limits=limits, authorities=trusted)
            began = time.monotonic()
            sources = Sources(StatedResolver(given), reach=reach, told=Told(), at=datetime.now(UTC))
            facts = await gather(domain, sources, [Website, TlsOffer])
            took_s = time.monotonic() - began
        verdicts = {id_: finding.verdict.value for id_, finding in judge_all(WEB_CHECKS, facts).items()}
        site, offer = cast(Any, facts[Website]), cast(Any, facts[TlsOffer])
        return Town(site, offer, verdicts, reach.connections, took_s, servers)

    @asynccontextmanager
    async def _servers(
        self, answers: Mapping[str, Answer], tls: ssl.SSLContext
    ) -> AsyncIterator[tuple[dict[str, Seen], dict[int, int]]]:
        servers, ports = dict[str, Seen](), dict[int, int]()
        async with AsyncExitStack() as stack:
            for key, answer in answers.items():
                scheme, address = key.split(" ")
                port, context = (443, tls) if scheme == "https" else (80, None)
                serve = serving(answer, address, port=ports.get(port, 0), tls=context)
                servers[key] = await stack.enter_async_context(serve)
                ports[port] = servers[key].port
            yield servers, ports


def leads(to: str, head: str = "") -> Answer:
    """Return an answer that redirects everything."""
    return said(page(status="301 Moved Permanently", head=f"Location: {to}\r\n{head}"))


def site_of(files: Mapping[str, str], head: str = "") -> Answer:
    """Return the answers of a site with these files."""

    async def answer(path: str, writer: asyncio.StreamWriter) -> None:
        kind = "text/plain" if path.endswith((".txt", "HEAD")) else "text/html"
        status = "200 OK" if path in files else "404 Not Found"
        writer.write(page(files.get(path, "Nothing"), status=status, head=f"Content-Type: {kind}\r\n{head}").encode())

    return answer


GOOD_PAGE = "<html><title>A council</title><a href='/accessibility'>Accessibility</a></html>"
GOOD_HEAD = (
    "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\nX-Content-Type-Options: nosniff\r\n"
    "Content-Security-Policy: default-src 'self'; base-uri 'self'; frame-ancestors 'self'\r\n"
)
GOOD = site_of({"/": GOOD_PAGE, "/.well-known/security.txt": SECURITY_TXT}, GOOD_HEAD)
TO_HTTPS = leads("https://example.gov.uk/")
