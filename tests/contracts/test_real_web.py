"""Does a real web server show us what our unit tests suppose, in every condition that a site can be in?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from tests.contracts.real_web import PACKAGE, RealWeb, is_missing, real_web
from tests.unit.engines.checks.stated import StatedResolver
from wardmote.engines.checks.facts.web import TlsOffer, Website
from wardmote.engines.checks.gather.browser import MOST_CONNECTIONS
from wardmote.engines.checks.gather.gathering import Sources, gather
from wardmote.engines.checks.gather.loops import run
from wardmote.engines.checks.gather.reach import Reach
from wardmote.engines.checks.judging import judge_all
from wardmote.engines.checks.registry import checks
from wardmote.engines.checks.verdicts import Finding

WEB_CHECKS = [check for check in checks() if check.area == "web"]


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealWeb]:
    """Return real websites, or skip where they can't be had."""
    if is_missing():
        pytest.skip(f"Install {PACKAGE} to run this (Debian's package of that name).")
    with real_web(tmp_path_factory.mktemp("web")) as found:
        yield found


@dataclass(frozen=True)
class Seen:
    """What a check of one site came to."""

    findings: dict[str, Finding]
    connections: int

    @property
    def verdicts(self) -> dict[str, str]:
        """Each check's verdict."""
        return {id_: finding.verdict.value for id_, finding in self.findings.items()}


def seen_of(web: RealWeb, name: str) -> Seen:
    """Visit a site and judge what was seen."""
    domain = f"{name}.gov.uk"

    async def whole() -> Seen:
        reach = Reach(allow=["127.0.0.0/8"], ports=web.ports, authorities=web.authorities)
        resolver = StatedResolver({f"{domain} A": [web.addresses[domain]]})
        facts = await gather(domain, Sources(resolver, reach=reach, at=datetime.now(UTC)), [Website, TlsOffer])
        return Seen(judge_all(WEB_CHECKS, facts), reach.connections)

    return run(whole())


def test_a_healthy_site_is_good_throughout(web: RealWeb) -> None:
    seen = seen_of(web, "healthy")

    assert seen.verdicts == {check.id: "good" for check in WEB_CHECKS}
    assert seen.connections == 5


@pytest.mark.parametrize(
    ("name", "verdicts"),
    [
        ("plain", {"https_reachable": "bad", "certificate": "unknown", "tls_versions": "unknown"}),
        ("old", {"tls_versions": "weak", "key_exchange": "weak", "certificate": "good", "hsts": "weak"}),
        ("only-1-3", {"tls_versions": "good", "key_exchange": "good"}),
        ("only-1-2", {"tls_versions": "weak", "key_exchange": "good"}),
        ("only-1-1", {"tls_versions": "bad", "https_reachable": "good", "csp": "weak"}),
        ("only-1-0", {"tls_versions": "bad", "https_reachable": "good", "csp": "weak"}),
        ("rsa-key-exchange", {"key_exchange": "bad", "tls_versions": "weak"}),
        ("expired", {"certificate": "bad", "hsts": "weak", "csp": "good"}),
        ("self-signed", {"certificate": "bad", "hsts": "weak", "security_txt": "good"}),
        ("other-name", {"certificate": "bad", "tls_versions": "good"}),
        ("listing", {"default_page": "bad", "server_leaks": "weak"}),
        ("fresh", {"default_page": "weak", "accessibility_statement": "weak"}),
        ("left-over", {"open_admin_pages": "bad", "default_page": "good"}),
        ("loop", {"https_reachable": "bad", "certificate": "good", "csp": "unknown"}),
        ("inward", {"https_reachable": "unknown", "certificate": "good", "csp": "unknown"}),
        ("no-keep-alive", {"https_reachable": "good", "tls_versions": "good", "open_admin_pages": "unknown"}),
        ("compressing", {"default_page": "good", "security_txt": "good"}),
    ],
)
def test_a_site_in_that_condition_is_told_so(web: RealWeb, name: str, verdicts: dict[str, str]) -> None:
    seen = seen_of(web, name)

    assert {id_: seen.verdicts[id_] for id_ in verdicts} == verdicts
    assert seen.connections <= MOST_CONNECTIONS


def test_every_old_version_is_named(web: RealWeb) -> None:
    finding = seen_of(web, "old").findings["tls_versions"]

    assert finding.says == "old.gov.uk still speaks TLS 1.0 and TLS 1.1, which nobody should use any more."
    assert "old.gov.uk: TLS 1.3 accepted" in finding.evidence


@pytest.mark.parametrize(
    ("name", "trouble"),
    [
        ("self-signed", "the certificate is self-signed"),
        ("other-name", "the certificate is for elsewhere.example, not for other-name.gov.uk"),
    ],
)
def test_what_is_wrong_with_a_certificate_is_said(web: RealWeb, name: str, trouble: str) -> None:
    assert seen_of(web, name).findings["certificate"].says == f"Browsers warn visitors of {name}.gov.uk: {trouble}."
