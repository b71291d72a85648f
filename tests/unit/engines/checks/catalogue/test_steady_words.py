"""Does a check say the same on the next night, when nothing changed but what changes by itself?

Between two nights a day passes, name servers hand records out in another order, pools answer from other machines with
other greetings, and web servers make up cookies and nonces. None of that may look like something new.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.unit.engines.checks.catalogue import test_check_cases, test_transport_cases, test_web_cases
from tests.unit.engines.checks.stated import finding_of
from tests.unit.engines.checks.stated_transport import fact_of
from tests.unit.engines.checks.stated_web import stated
from wardmote.engines.checks.check import Check
from wardmote.engines.checks.facts.transport import MailCertificates, MailHost, MailTransport, MailVisit
from wardmote.engines.checks.facts.web import Page, TlsOffer, Website
from wardmote.engines.checks.judging import judge
from wardmote.engines.checks.verdicts import Finding

DAY = timedelta(days=1)
# Cases in which the day itself makes the difference: something ends between the two nights.
TURNS = {("mail_certificates", "ends within hours"), ("registration_expiry", "today")}


def each_pair() -> Iterator[Any]:
    """Yield what every check answers to each of its cases on one night and on the next."""
    for check in test_check_cases.DNS_CHECKS:
        for case in test_check_cases.cases_of(check):
            yield _pair(check, case, finding_of(check, case), finding_of(check, next_night_of_case(case)))
    for check in test_transport_cases.CHECKS:
        for case in test_transport_cases.cases_of(check):
            fact = fact_of(check.asks, case["fact"])
            yield _pair(check, case, judge(check, fact), judge(check, next_night_of(fact)))
    for check in test_web_cases.WEB_CHECKS:
        for case in test_web_cases.cases_of(check):
            fact = stated(check.asks, case["seen"])
            yield _pair(check, case, judge(check, fact), judge(check, next_night_of(fact)))


def _pair(check: Check[Any], case: Mapping[str, Any], one: Finding, other: Finding) -> Any:
    turns = (check.id, case["name"]) in TURNS
    return pytest.param(one, other, turns, id=f"{check.id}: {case['name']}")


def next_night_of_case(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the DNS says a day later: the same records, the other way round."""
    given = {key: value[::-1] if isinstance(value, list) else value for key, value in case["given"].items()}
    at: date = case.get("at", date(2026, 11, 1))
    return {**case, "given": given, "at": at + DAY}


def next_night_of(fact: Any) -> Any:
    """Return what is met a day later, where nothing changed but what changes by itself."""
    match fact:
        case Website():
            return replace(fact, at=fact.at + DAY, front=_page(fact.front), landing=_page(fact.landing))
        case TlsOffer():
            return replace(fact, website=next_night_of(fact.website))
        case MailTransport():
            return replace(fact, at=fact.at + DAY, hosts=tuple(map(_host, fact.hosts)))
        case MailCertificates():
            return replace(fact, transport=next_night_of(fact.transport))
    return fact


def _page(page: Page | None) -> Page | None:
    if page is None:
        return None
    cookies = [pair for pair in page.headers if pair[0] == "set-cookie"]
    others = [pair for pair in page.headers if pair[0] != "set-cookie"]
    made_anew = [(name, re.sub(r"=[^;]*", "=another", value, count=1)) for name, value in reversed(cookies)]
    nonces = [(name, re.sub(r"'nonce-[^']*'", "'nonce-another'", value)) for name, value in others]
    return replace(page, headers=(*nonces, *made_anew, ("date", "another"), ("age", "7")))


def _host(host: MailHost) -> MailHost:
    if not isinstance(host.visit, MailVisit):
        return host
    greeting = "220 another.example.net ESMTP ready at Tue, 24 Nov 2026 12:00:00 +0000 [ABC123]"
    refusal = f"{host.visit.refusal} [ABC123]" if host.visit.refusal else ""
    return replace(host, visit=replace(host.visit, address="192.0.2.77", greeting=greeting, refusal=refusal))


@pytest.mark.parametrize(("one", "other", "turns"), list(each_pair()))
def test_a_night_without_changes_changes_no_word(one: Finding, other: Finding, turns: bool) -> None:
    assert one.evidence == other.evidence
    assert (one != other) if turns else (one == other)
