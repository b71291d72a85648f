"""Does a real mail server (Postfix) show our visitor what our unit tests suppose that it does?"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.contracts.real_mail import real_mail_server, why_not
from tests.unit.engines.checks.gather.made_certificates import DAY, Authority, self_signed
from tests.unit.engines.checks.stated import StatedResolver
from wardmote.engines.checks.facts.certificates import Handshake
from wardmote.engines.checks.facts.transport import MailTransport, MailVisit
from wardmote.engines.checks.gather.gathering import Sources, gather
from wardmote.engines.checks.gather.loops import run
from wardmote.engines.checks.gather.reach import Reach
from wardmote.engines.checks.gather.smtp import visit
from wardmote.engines.checks.judging import judge_all
from wardmote.engines.checks.registry import check_of

NAME, DOMAIN = "mx.example.net", "example.gov.uk"


@dataclass(frozen=True)
class Postfix:
    """A port for each condition, what to trust, and where the log is."""

    ports: dict[str, int]
    authorities: str
    log: Path

    def visit(self, condition: str) -> MailVisit:
        """Visit one of its listeners."""
        reach = Reach(allow=["127.0.0.0/8"], ports={25: self.ports[condition]}, authorities=self.authorities)
        found = run(visit(NAME, "127.0.0.1", reach))
        assert isinstance(found, MailVisit), found
        return found

    def said(self) -> list[str]:
        """Return what its log says of each visitor who came and left, once the first did."""
        for _ in range(100):
            lines = self.log.read_text().splitlines() if self.log.exists() else []
            if left := [line for line in lines if " disconnect from " in line and "ehlo=" in line]:
                return left
            time.sleep(0.1)
        raise AssertionError("nobody left")


@pytest.fixture(scope="module")
def postfix() -> Iterator[Postfix]:
    """Run one for the whole module, or skip where it can't be had."""
    if reason := why_not():
        pytest.skip(reason)
    with tempfile.TemporaryDirectory(prefix="postfix-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        authority = Authority()
        shown = {
            "good": authority.issue(NAME),
            "expired": authority.issue(NAME, begins=-30 * DAY, ends=-DAY),
            "self-signed": self_signed(NAME),
            "other name": authority.issue("www.example.org"),
        }
        conditions = {text: f"-o smtpd_tls_chain_files={made.saved(folder)}" for text, made in shown.items()}
        conditions |= {"plain": "-o smtpd_tls_security_level=none"}
        conditions |= {"anonymous": f"{conditions['good']} -o smtpd_tls_protocols=TLSv1.2 -o tls_medium_cipherlist=ALL"}
        conditions |= {"no key": f"-o smtpd_tls_chain_files={folder}/missing.pem"}
        with real_mail_server(folder, conditions) as ports:
            yield Postfix(ports, authority.saved(folder), folder / "mail.log")


def test_a_good_server_is_met_once_and_hears_goodbye(postfix: Postfix) -> None:
    found = postfix.visit("good")

    assert found.greeting.startswith("220 mx.example.net ESMTP")
    assert isinstance(found.handshake, Handshake)
    assert (found.handshake.version, found.handshake.is_trusted) == ("TLSv1.3", True)
    said = postfix.said()
    assert any(line.endswith("ehlo=1 starttls=1 quit=1 commands=3") for line in said)
    assert not any(" mail=" in line for line in said), "no mail is ever begun"


@pytest.mark.parametrize(
    ("condition", "trouble"),
    [
        ("expired", "a certificate has expired"),
        ("self-signed", "the certificate is self-signed"),
        ("other name", "the certificate is for www.example.org, not for mx.example.net"),
    ],
)
def test_a_certificate_that_doesnt_hold_is_told(postfix: Postfix, condition: str, trouble: str) -> None:
    found = postfix.visit(condition)

    assert isinstance(found.handshake, Handshake)
    assert found.handshake.version == "TLSv1.3"
    assert found.handshake.certificate
    assert found.handshake.trouble.startswith(trouble)


def test_a_server_that_also_offers_ciphers_without_a_certificate_shows_its_certificate(postfix: Postfix) -> None:
    found = postfix.visit("anonymous")

    assert isinstance(found.handshake, Handshake)
    assert (found.handshake.version, found.handshake.is_trusted) == ("TLSv1.2", True)


def test_a_server_without_tls_is_told(postfix: Postfix) -> None:
    assert not postfix.visit("plain").offers_tls


def test_a_server_that_offers_tls_without_a_certificate_is_told(postfix: Postfix) -> None:
    found = postfix.visit("no key")

    assert found.offers_tls
    trouble = "the two sides agree on no cipher, or the server has no certificate to show"
    assert found.handshake == Handshake("", "", None, trouble)


def test_a_domain_with_a_good_and_a_plain_server_is_judged(postfix: Postfix) -> None:
    async def whole() -> dict[type, object]:
        given = {
            f"{DOMAIN} MX": [f"10 {NAME}.", "20 plain.example.net."],
            f"{NAME} A": ["127.0.0.1"],
            "plain.example.net A": ["127.0.0.1"],
        }
        reach = Reach(allow=["127.0.0.0/8"], ports={25: postfix.ports["plain"]}, authorities=postfix.authorities)
        return await gather(DOMAIN, Sources(StatedResolver(given), reach=reach), [MailTransport])

    finding = judge_all([check_of("starttls")], asyncio.run(whole()))["starttls"]

    assert finding.verdict.value == "bad"
    assert finding.says.startswith("mx.example.net doesn't offer encryption")
