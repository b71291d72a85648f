"""Are the facts of mail and registration asked for with few questions, none of them twice?"""

import asyncio
from collections import Counter
from collections.abc import Awaitable
from typing import Any, TypeVar

import pytest

from tests.unit.engines.checks.stated import StatedResolver
from wardmote.engines.checks.dmarc import Consent
from wardmote.engines.checks.facts import Answer, Answered
from wardmote.engines.checks.facts.domain import Delegation
from wardmote.engines.checks.facts.mail import MailServers
from wardmote.engines.checks.facts.registration import LookAlikes
from wardmote.engines.checks.facts.sending import MarkRecords, Sending
from wardmote.engines.checks.facts.signing import DkimKeys
from wardmote.engines.checks.facts.told import MOST_LOOK_ALIKES, MOST_SELECTORS, NOTHING_TOLD, Told
from wardmote.engines.checks.gather.dns.kinds import Kind
from wardmote.engines.checks.gather.gathering import Sources, gather

T = TypeVar("T")
Given = dict[str, str | list[str]]
HEALTHY: Given = {
    "example.gov.uk NS": ["ns1.example.net.", "ns2.example.org."],
    "ns1.example.net A": ["192.0.2.1"],
    "ns2.example.org A": ["198.51.100.1"],
    "example.gov.uk MX": ["10 example-gov-uk.mail.example.net."],
    "example-gov-uk.mail.example.net A": ["192.0.2.2"],
    "example.gov.uk TXT": ['"v=spf1 include:a.example.net include:b.example.net include:c.example.net -all"'],
    "a.example.net TXT": ['"v=spf1 ip4:192.0.2.0/22 -all"'],
    "b.example.net TXT": ['"v=spf1 ip4:198.51.100.0/22 -all"'],
    "c.example.net TXT": ['"v=spf1 ip4:203.0.113.0/22 -all"'],
    "_dmarc.example.gov.uk TXT": ['"v=DMARC1; p=reject; rua=mailto:a@reports.example.net"'],
    "example.gov.uk._report._dmarc.reports.example.net TXT": ['"v=DMARC1"'],
    "selector1._domainkey.example.gov.uk TXT": ['"v=DKIM1; p=AAAA"'],
    "selector2._domainkey.example.gov.uk TXT": ['"v=DKIM1; p=AAAA"'],
}


class Remembering:
    """A resolver that asks each question once, as the real one does."""

    def __init__(self, given: Given) -> None:
        self.stated = StatedResolver(given)
        self._known: dict[tuple[str, int, bool], Awaitable[Answer[Any]]] = {}

    def ask(self, name: str, kind: Kind[T], *, unchecked: bool = False, client: str = "") -> Awaitable[Answer[T]]:
        """Answer one question."""
        key = (name, kind.number, unchecked)
        if key not in self._known:
            self._known[key] = self.stated.ask(name, kind, unchecked=unchecked)
        return self._known[key]


def asked_for(given: Given, *kinds: type, told: Told = NOTHING_TOLD) -> tuple[list[str], dict[type, Any]]:
    """Return the questions that facts need, and the facts."""
    resolver = Remembering(given)
    facts = asyncio.run(gather("example.gov.uk", Sources(resolver, told=told), kinds))
    return resolver.stated.asked, facts


def test_the_mail_of_a_healthy_domain_needs_22_questions() -> None:
    asked, facts = asked_for(HEALTHY, MailServers, Sending, DkimKeys, MarkRecords)

    assert len(asked) == 22
    assert max(Counter(asked).values()) == 1
    assert [found.consent for found in facts[Sending].destinations] == [Consent.GIVEN]


def test_ipv6_is_not_asked_for_where_ipv4_says_enough() -> None:
    asked, _ = asked_for(HEALTHY, MailServers, Delegation)

    assert [question for question in asked if question.endswith("AAAA")] == []


def test_ipv6_is_asked_for_where_all_servers_are_in_one_network_by_ipv4() -> None:
    asked, facts = asked_for(HEALTHY | {"ns2.example.org A": ["192.0.2.9"]}, Delegation)

    assert len([question for question in asked if question.endswith("AAAA")]) == 2
    assert all(isinstance(server.addresses, Answered) for server in facts[Delegation].servers)


def test_nothing_below_a_name_that_does_not_exist_is_asked_for() -> None:
    asked, facts = asked_for({"_domainkey.example.gov.uk *": "nxdomain"}, DkimKeys)

    assert [question for question in asked if "._domainkey." in question] == []
    assert facts[DkimKeys].is_empty


def test_a_selector_that_we_were_told_is_asked_for_even_then_and_once() -> None:
    told = Told(selectors=("Winter ", "winter", "selector2"))

    asked, facts = asked_for({"_domainkey.example.gov.uk *": "nxdomain"}, DkimKeys, told=told)

    assert [question for question in asked if "._domainkey." in question] == [
        "winter._domainkey.example.gov.uk TXT",
        "selector2._domainkey.example.gov.uk TXT",
    ]
    assert all(selector.is_told for selector in facts[DkimKeys].selectors)


def test_a_suppliers_second_selector_is_asked_for_only_beside_its_first() -> None:
    asked, _ = asked_for({}, DkimKeys)
    assert "selector1._domainkey.example.gov.uk TXT" in asked
    assert "selector2._domainkey.example.gov.uk TXT" not in asked

    asked, _ = asked_for(HEALTHY, DkimKeys)
    assert "selector2._domainkey.example.gov.uk TXT" in asked


@pytest.mark.parametrize(
    ("given", "is_parked"),
    [
        ({"example.gov.uk MX": ["0 ."], "example.gov.uk TXT": ['"v=spf1 -all"']}, True),
        ({"example.gov.uk MX": ["0 ."], "example.gov.uk TXT": ['"V=SPF1  -ALL"']}, True),
        ({"example.gov.uk MX": ["0 ."], "example.gov.uk TXT": ['"v=spf1 mx -all"']}, False),
        ({"example.gov.uk TXT": ['"v=spf1 -all"']}, False),
        ({"example.gov.uk MX": "timeout", "example.gov.uk TXT": ['"v=spf1 -all"']}, False),
    ],
)
def test_a_domain_that_neither_takes_nor_sends_mail_is_known_as_parked(given: Given, is_parked: bool) -> None:
    _, facts = asked_for(given, Sending)

    assert facts[Sending].is_parked is is_parked


def test_mail_servers_are_asked_for_only_at_look_alikes_that_exist() -> None:
    told = Told(look_alikes=("free.example", "taken.example", "TAKEN.example."))

    asked, facts = asked_for({"free.example *": "nxdomain"}, LookAlikes, told=told)

    assert sorted(asked) == ["free.example NS", "taken.example MX", "taken.example NS"]
    assert [name.name for name in facts[LookAlikes].names] == ["free.example", "taken.example"]


def test_everything_is_asked_for_that_a_council_may_tell() -> None:
    selectors = tuple(f"s{number}" for number in range(MOST_SELECTORS))
    told = Told(selectors=selectors, look_alikes=tuple(f"n{number}.example" for number in range(MOST_LOOK_ALIKES)))

    asked, facts = asked_for({"_domainkey.example.gov.uk *": "nxdomain"}, DkimKeys, LookAlikes, told=told)

    assert {f"{selector}._domainkey.example.gov.uk TXT" for selector in selectors} <= set(asked)
    assert len(facts[LookAlikes].names) == MOST_LOOK_ALIKES
