"""Is it told which versions and key exchanges a website takes, with few connections and without waiting twice?"""

import ssl
from pathlib import Path
from typing import Any

import pytest

from tests.unit.engines.checks.gather.made_certificates import Authority, server_context
from tests.unit.engines.checks.gather.town import DNS, GOOD, HOME, TO_HTTPS, Visitor, leads
from wardmote.engines.checks.facts import Reason, Unreachable
from wardmote.engines.checks.facts.web import TlsOffer
from wardmote.engines.checks.gather import hello
from wardmote.engines.checks.gather.browser import MOST_CONNECTIONS
from wardmote.engines.checks.gather.gatherers import tls_offer as offers

pytestmark = pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1")  # they are what is tested


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    return Visitor(tmp_path_factory.mktemp("web"))


@pytest.mark.parametrize(
    ("only", "verdict", "accepted"),
    [
        (ssl.TLSVersion.TLSv1_3, "good", ("TLSv1.3",)),
        (ssl.TLSVersion.TLSv1_2, "weak", ("TLSv1.2",)),
        (ssl.TLSVersion.TLSv1_1, "bad", ("TLSv1.1",)),
        (ssl.TLSVersion.TLSv1, "bad", ("TLSv1",)),
    ],
)
def test_the_versions_that_a_server_takes_are_told(
    visitor: Visitor, tmp_path: Path, only: ssl.TLSVersion, verdict: str, accepted: tuple[str, ...]
) -> None:
    made = Authority().issue("example.gov.uk")

    town = visitor.visit(
        {f"http {HOME}": TO_HTTPS, f"https {HOME}": GOOD}, tls=server_context(made, tmp_path, only=only)
    )

    assert isinstance(town.offer, TlsOffer)
    assert (town.offer.accepted, town.verdicts["tls_versions"]) == (accepted, verdict)
    assert town.connections <= MOST_CONNECTIONS


REFUSED, NO_SUITE = hello.Reply(alert=hello.PROTOCOL_VERSION), hello.Reply(alert=40)
GONE = hello.Reply(has_hung_up=True)
SILENT = Unreachable(Reason.MALFORMED, "the server doesn't speak TLS")


@pytest.mark.parametrize(
    ("old", "rsa", "hybrid", "accepted", "refused"),
    [
        (REFUSED, NO_SUITE, hello.Reply(0x0304), ("TLSv1.3",), ("TLSv1", "TLSv1.1")),
        (GONE, REFUSED, hello.Reply(0x0304), ("TLSv1.3",), ("TLSv1", "TLSv1.1", "TLSv1.2")),
        (hello.Reply(0x0301), hello.Reply(0x0303), GONE, ("TLSv1", "TLSv1.2", "TLSv1.3"), ("TLSv1.1",)),
        (hello.Reply(0x0300), NO_SUITE, SILENT, ("SSLv3", "TLSv1.3"), ("TLSv1", "TLSv1.1")),
        (SILENT, SILENT, SILENT, ("TLSv1.3",), ()),
    ],
)
def test_what_a_server_says_to_bare_offers_is_what_it_takes(
    visitor: Visitor,
    monkeypatch: pytest.MonkeyPatch,
    old: hello.Reply | Unreachable,
    rsa: hello.Reply | Unreachable,
    hybrid: hello.Reply | Unreachable,
    accepted: tuple[str, ...],
    refused: tuple[str, ...],
) -> None:
    said_to = {hello.UP_TO_1_1: old, hello.ONLY_RSA: rsa, hello.HYBRID: hybrid, hello.ONLY_1_0: REFUSED}

    async def probe(line: Any, host: str, ask: hello.Ask) -> hello.Reply | Unreachable:
        return said_to[ask]

    monkeypatch.setattr(hello, "probe", probe)
    offer = visitor.visit({f"http {HOME}": TO_HTTPS, f"https {HOME}": GOOD}).offer

    assert isinstance(offer, TlsOffer)
    assert (offer.accepted, offer.refused) == (accepted, refused)
    assert offer.takes_rsa == (rsa if isinstance(rsa, Unreachable) else rsa.is_taken)
    assert offer.is_hybrid == (None if isinstance(hybrid, Unreachable) else False)
    assert bool(offer.unknown) is (old is SILENT)


def test_the_hybrid_key_exchange_is_noted(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    async def probe(line: Any, host: str, ask: hello.Ask) -> hello.Reply | Unreachable:
        return hello.Reply(0x0304, group=hello.X25519MLKEM768) if ask is hello.HYBRID else REFUSED

    monkeypatch.setattr(hello, "probe", probe)
    offer = visitor.visit({f"http {HOME}": TO_HTTPS, f"https {HOME}": GOOD}).offer

    assert isinstance(offer, TlsOffer)
    assert offer.is_hybrid is True


def test_a_server_that_falls_silent_to_one_offer_is_not_waited_for_again(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offers, "PROBE_S", 0.3)
    monkeypatch.setattr(hello, "client_hello", lambda host, ask: b"\x16\x03\x01\x40\x00")

    town = visitor.visit({f"http {HOME}": TO_HTTPS, f"https {HOME}": GOOD})

    assert town.connections == 3
    assert isinstance(town.offer, TlsOffer)
    assert town.offer.takes_rsa == Unreachable(Reason.TIMEOUT)
    assert (town.verdicts["tls_versions"], town.verdicts["key_exchange"]) == ("unknown", "unknown")


def test_a_server_that_only_leads_on_is_asked_for_old_versions_too(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    www = "127.0.44.2"
    answers = {f"http {HOME}": TO_HTTPS, f"https {HOME}": leads("https://www.example.gov.uk/"), f"https {www}": GOOD}

    async def probe(line: Any, host: str, ask: hello.Ask) -> hello.Reply | Unreachable:
        return hello.Reply(hello.TLS_1_1) if host == "example.gov.uk" else REFUSED

    monkeypatch.setattr(hello, "probe", probe)
    town = visitor.visit(answers, {**DNS, "www.example.gov.uk A": [www]})

    assert isinstance(town.offer, TlsOffer)
    assert (town.offer.host, town.offer.old_elsewhere) == ("www.example.gov.uk", (("example.gov.uk", "TLSv1.1"),))
    assert (town.connections, town.verdicts["tls_versions"]) == (7, "weak")
