"""Do a real name server and a real validating resolver tell us what our unit tests suppose that they tell?"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import dns.dnssec
import dns.message
import dns.query
import pytest

from tests.contracts.real_dns import missing_programs, real_resolver
from wardmote.engines.checks.facts import Absent, Answer, Answered, Missing
from wardmote.engines.checks.gather.dns.kinds import DNSKEY, RRSIG, SOA, TXT, A
from wardmote.engines.checks.gather.dns.pace import Limits, Patience
from wardmote.engines.checks.gather.dns.resolver import Resolver
from wardmote.engines.checks.gather.gathering import Sources, gather
from wardmote.engines.checks.gather.loops import run
from wardmote.engines.checks.judging import judge_all
from wardmote.engines.checks.registry import check_of
from wardmote.engines.checks.verdicts import Finding

T = TypeVar("T")
CHECKS = [
    check_of(id_)
    for id_ in (
        "caa_present",
        "dangling_alias",
        "dnssec_validates",
        "name_servers",
        "wildcard",
        "mx_present",
        "tls_reports_wanted",
        "mta_sts_record",
    )
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """Return the address of a real resolver, or skip where it can't be had."""
    if missing := missing_programs():
        pytest.skip(f"Install {' and '.join(missing)} to run this (Debian's packages of that name).")
    folder: Path = tmp_path_factory.mktemp("dns")
    with real_resolver(folder) as address:
        yield address


def with_resolver(server: tuple[str, int], use: Callable[[Resolver], Awaitable[T]], limits: Limits | None = None) -> T:
    """Run one use of our resolver against the real one."""

    async def whole() -> T:
        async with Resolver([server], patience=Patience((2.0, 4.0)), limits=limits) as resolver:
            return await use(resolver)

    return run(whole())


def findings_of(server: tuple[str, int], domain: str) -> dict[str, Finding]:
    """Gather a domain's facts from the real servers, and judge them."""

    async def use(resolver: Resolver) -> dict[str, Finding]:
        return judge_all(CHECKS, await gather(domain, Sources(resolver), [check.asks for check in CHECKS]))

    return with_resolver(server, use)


def verdicts_of(server: tuple[str, int], domain: str) -> dict[str, str]:
    """Return each check's verdict."""
    return {id_: finding.verdict.value for id_, finding in findings_of(server, domain).items()}


def test_a_healthy_domain_is_good_throughout(server: tuple[str, int]) -> None:
    assert verdicts_of(server, "healthy.gov.uk") == {check.id: "good" for check in CHECKS}


def test_a_neglected_domain_is_told_what_is_wrong(server: tuple[str, int]) -> None:
    assert verdicts_of(server, "unsigned.gov.uk") == {
        "caa_present": "weak",
        "dangling_alias": "bad",
        "dnssec_validates": "weak",
        "name_servers": "bad",
        "wildcard": "weak",
        "mx_present": "weak",
        "tls_reports_wanted": "not-applicable",
        "mta_sts_record": "not-applicable",
    }


@pytest.mark.parametrize("domain", ["broken.gov.uk", "expired.gov.uk"])
def test_a_chain_that_does_not_hold_is_bad_and_the_rest_unknown(server: tuple[str, int], domain: str) -> None:
    verdicts = verdicts_of(server, domain)

    assert verdicts.pop("dnssec_validates") == "bad"
    assert set(verdicts.values()) == {"unknown"}


def test_the_ds_record_that_we_tell_to_publish_is_the_one_that_fits(server: tuple[str, int]) -> None:
    key = dns.query.tcp(dns.message.make_query("orphan.gov.uk", "DNSKEY"), server[0], port=server[1]).answer[0][0]
    fits = dns.dnssec.make_ds("orphan.gov.uk.", key, "SHA256")

    finding = findings_of(server, "orphan.gov.uk")["dnssec_validates"]

    assert finding.says == "The domain is signed, but nobody can check it: the parent has no DS record."
    assert finding.fix == f"Have the registrar publish exactly this at the parent: orphan.gov.uk. DS {fits}"


def test_a_domain_whose_servers_are_gone_is_unknown_throughout(server: tuple[str, int]) -> None:
    assert set(verdicts_of(server, "dead.gov.uk").values()) == {"unknown"}


def test_signed_records_and_absences_are_vouched_for(server: tuple[str, int]) -> None:
    async def use(resolver: Resolver) -> list[Answer[object]]:
        names = (
            ("healthy.gov.uk", SOA),
            ("healthy.gov.uk", DNSKEY),
            ("nothing.healthy.gov.uk", A),
            ("example.net", SOA),
        )
        return list(await asyncio.gather(*(resolver.ask(name, kind) for name, kind in names)))

    head, keys, nothing, unsigned = with_resolver(server, use)

    assert isinstance(head, Answered)
    assert isinstance(keys, Answered)
    assert isinstance(unsigned, Answered)
    assert (head.is_authentic, keys.is_authentic, unsigned.is_authentic) == (True, True, False)
    assert nothing == Absent(Missing.NXDOMAIN, is_authentic=True)


def test_a_long_text_comes_over_tcp(server: tuple[str, int]) -> None:
    found = with_resolver(server, lambda resolver: resolver.ask("long.healthy.gov.uk", TXT))

    assert isinstance(found, Answered)
    assert len(found.records[0].text) == 40 * 255


def test_signatures_can_be_read(server: tuple[str, int]) -> None:
    found = with_resolver(server, lambda resolver: resolver.ask("healthy.gov.uk", RRSIG))

    assert isinstance(found, Answered)
    assert {signature.signer for signature in found.records} == {"healthy.gov.uk"}


def test_two_thousand_names_at_once_are_all_answered(server: tuple[str, int]) -> None:
    async def use(resolver: Resolver) -> list[Answer[str]]:
        return list(await asyncio.gather(*(resolver.ask(f"n{at}.example.net", A) for at in range(2000))))

    found = with_resolver(server, use, Limits(zone_per_s=100_000, zone_burst=10_000))

    assert found == [Answered((f"10.1.{at >> 8}.{at & 255}",)) for at in range(2000)]
