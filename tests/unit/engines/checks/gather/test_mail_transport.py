"""Is each mail server visited once, where the DNS says that it is, and only where we may go?"""

import asyncio
from datetime import UTC, datetime
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.unit.engines.checks.gather.made_certificates import Authority, Made, self_signed, server_context
from tests.unit.engines.checks.gather.mail_server import real_server, saying, script, silence
from tests.unit.engines.checks.gather.web_server import page, said, serving
from tests.unit.engines.checks.stated import StatedResolver
from wardmote.engines.checks.facts import Absent, Answered, Reason, Unreachable
from wardmote.engines.checks.facts.certificates import Handshake
from wardmote.engines.checks.facts.told import Told
from wardmote.engines.checks.facts.transport import MailHost, MailTransport, MailVisit, MtaStsPolicy, PolicyFile
from wardmote.engines.checks.gather.gathering import Sources, gather
from wardmote.engines.checks.gather.line import LineLimits
from wardmote.engines.checks.gather.reach import Reach, ReachLimits
from wardmote.engines.checks.judging import judge_all
from wardmote.engines.checks.registry import check_of
from wardmote.engines.checks.verdicts import Finding, Verdict

DOMAIN, NAME = "example.gov.uk", "mx.example.net"
LOOPBACK = ["127.0.0.0/8"]
LIMITS = ReachLimits(line=LineLimits(whole_s=2))
MX, ADDRESS = f"{DOMAIN} MX", f"{NAME} A"
POLICY = "version: STSv1\r\nmode: enforce\r\nmx: mx.example.net\r\nmax_age: 604800\r\n"
ANNOUNCED = {
    MX: [f"10 {NAME}."],
    f"_mta-sts.{DOMAIN} TXT": ['"v=STSv1; id=1;"'],
    f"mta-sts.{DOMAIN} A": ["127.0.0.1"],
}


def sources(given: dict[str, Any], reach: Reach, told: Told | None = None) -> Sources:
    return Sources(StatedResolver(given), reach=reach, told=told or Told(), at=datetime.now(UTC))


async def transport(given: dict[str, Any], reach: Reach, told: Told | None = None) -> MailTransport:
    facts = await gather(DOMAIN, sources(given, reach, told), [MailTransport])
    found = facts[MailTransport]
    assert isinstance(found, MailTransport)
    return found


async def findings(given: dict[str, Any], reach: Reach) -> dict[str, Finding]:
    checks = [check_of(id_) for id_ in ("starttls", "mail_certificates", "dane", "mta_sts_policy")]
    facts = await gather(DOMAIN, sources(given, reach), [check.asks for check in checks])
    return judge_all(checks, facts)


def visit_of(host: MailHost) -> MailVisit:
    assert isinstance(host.visit, MailVisit)
    return host.visit


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "10.1.2.3", "192.168.0.1"])
def test_a_mail_server_inside_somebodys_network_is_never_contacted(address: str) -> None:
    async def whole() -> None:
        async with saying(silence) as seen:
            reach = Reach(ports={25: seen.port})
            found = await transport({MX: [f"10 {NAME}."], ADDRESS: [address]}, reach)
            assert found.hosts[0].visit == Unreachable(Reason.NETWORK, f"{address} is not a public address")
            assert (seen.connections, reach.connections) == (0, 0)

    asyncio.run(whole())


def test_domains_that_share_a_mail_server_cost_it_one_visit() -> None:
    async def whole() -> None:
        async with real_server(None) as seen:
            given = {f"{at}.gov.uk MX": [f"10 {NAME}."] for at in range(30)} | {ADDRESS: ["127.0.0.1"]}
            resolver = StatedResolver(given)
            reach = Reach(allow=LOOPBACK, ports={25: seen.port})
            each = [Sources(resolver, reach=reach, at=datetime.now(UTC)) for _ in range(30)]
            facts = await asyncio.gather(*(gather(f"{at}.gov.uk", each[at], [MailTransport]) for at in range(30)))

            assert seen.connections == 1
            assert resolver.asked.count(ADDRESS) == 1
            hosts = {fact[MailTransport].hosts for fact in facts}  # type: ignore[attr-defined]
            assert len(hosts) == 1

    asyncio.run(whole())


@pytest.mark.parametrize(
    ("names", "visits"),
    [(("*.pool.example.net",), 1), (("a.pool.example.net", "b.pool.example.net"), 2), (("*.example.net",), 4)],
)
def test_a_suppliers_pool_is_visited_once_where_one_certificate_covers_it(
    names: tuple[str, ...], visits: int, tmp_path: Path
) -> None:
    """The second is visited too where the first's certificate doesn't hold for it; one refused costs a second look."""

    async def whole() -> tuple[int, list[str]]:
        authority = Authority()
        context = server_context(authority.issue(*names), tmp_path)
        async with real_server(context) as seen:
            reach = Reach(allow=LOOPBACK, ports={25: seen.port}, limits=LIMITS, authorities=authority.saved(tmp_path))
            given = {MX: ["10 a.pool.example.net.", "20 b.pool.example.net."]}
            given |= {f"{host}.pool.example.net A": ["127.0.0.1"] for host in "ab"}
            found = await transport(given, reach)
            return seen.connections, [visit_of(host).address for host in found.hosts]

    connections, addresses = asyncio.run(whole())

    assert addresses == ["127.0.0.1"] * 2
    assert connections == visits


def test_the_next_address_is_tried_where_nobody_answers_at_the_first() -> None:
    async def whole() -> None:
        async with real_server(None) as seen:
            reach = Reach(allow=LOOPBACK, ports={25: seen.port})
            found = await transport({MX: [f"10 {NAME}."], ADDRESS: ["127.0.0.1", "127.0.0.0"]}, reach)
            assert visit_of(found.hosts[0]).address == "127.0.0.1"
            assert reach.connections == 2

    asyncio.run(whole())


def test_five_servers_are_visited_best_first_and_the_others_counted() -> None:
    async def whole() -> None:
        async with real_server(None) as seen:
            given: dict[str, Any] = {MX: [f"{90 - at} mx{at}.example.net." for at in range(8)]}
            given |= {f"mx{at}.example.net A": ["127.0.0.1"] for at in range(8)}
            found = await transport(given, Reach(allow=LOOPBACK, ports={25: seen.port}))

            assert [host.name for host in found.hosts] == [f"mx{at}.example.net" for at in (7, 6, 5, 4, 3)]
            assert (found.unvisited, seen.connections, seen.most_at_once) == (3, 5, 1)

    asyncio.run(whole())


@pytest.mark.parametrize(("given", "told"), [({}, Told()), ({MX: ["0 ."]}, Told()), ({MX: ["5 mx.x."]}, Told(True))])
def test_nobody_is_visited_where_no_mail_is_to_be_taken(given: dict[str, Any], told: Told) -> None:
    async def whole() -> None:
        reach = Reach(allow=LOOPBACK)
        found = await transport(given | {f"{DOMAIN} A": ["127.0.0.1"], "mx.x A": ["127.0.0.1"]}, reach, told)
        assert found.hosts == ()
        assert reach.connections == 0

    asyncio.run(whole())


def test_a_server_without_an_address_and_one_whose_address_isnt_known_are_told_apart() -> None:
    async def whole() -> None:
        given = {MX: ["1 gone.example.", "2 slow.example."], "gone.example *": "nxdomain", "slow.example A": "timeout"}
        gone, slow = (await transport(given, Reach())).hosts
        assert isinstance(gone.visit, Absent)
        assert slow.visit == slow.tlsa == Unreachable(Reason.TIMEOUT)

    asyncio.run(whole())


def test_tlsa_records_count_only_where_the_signatures_hold() -> None:
    record = f"3 1 1 {'ab' * 32}"
    signed = {f"{MX} authentic": [f"10 {NAME}."], f"{ADDRESS} authentic": ["10.0.0.1"]}

    async def host(given: dict[str, Any]) -> MailHost:
        return (await transport(given, Reach())).hosts[0]

    async def whole() -> None:
        counting = await host(signed | {f"_25._tcp.{NAME} TLSA authentic": [record]})
        assert isinstance(counting.tlsa, Answered)
        assert [str(each) for each in counting.tlsa.records] == [record]
        assert (await host(signed | {f"_25._tcp.{NAME} TLSA": [record]})).tlsa is None
        assert isinstance((await host(signed)).tlsa, Absent)
        unsigned = {MX: [f"10 {NAME}."], ADDRESS: ["10.0.0.1"], f"_25._tcp.{NAME} TLSA authentic": [record]}
        assert (await host(unsigned)).tlsa is None
        assert (await transport(signed, Reach())).is_signed

    asyncio.run(whole())


def key_of(made: Made) -> bytes:
    return made.certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@pytest.mark.parametrize("form", ["3 1 1", "3 0 1", "3 1 2", "3 0 2", "3 1 0", "3 0 0"])
def test_a_servers_own_certificate_is_found_by_every_form_of_record(form: str, tmp_path: Path) -> None:
    made, _, selector, matching = self_signed("other.example"), *form.split()
    data = key_of(made) if selector == "1" else made.der
    text = {"0": data.hex(), "1": sha256(data).hexdigest(), "2": sha512(data).hexdigest()}[matching]

    found = dane_finding(made, f"{form} {text}", tmp_path)

    assert found["dane"].verdict is Verdict.GOOD
    assert found["mail_certificates"].verdict is Verdict.GOOD, "DANE vouches for a certificate that is self-signed"


def test_an_authoritys_record_needs_the_chain_and_the_name(tmp_path: Path) -> None:
    between = Authority("Between", by=Authority().made)
    record = f"2 0 1 {sha256(between.made.der).hexdigest()}"

    assert dane_finding(with_authority(between, NAME), record, tmp_path)["dane"].verdict is Verdict.GOOD
    assert dane_finding(with_authority(between, "*.example.net"), record, tmp_path)["dane"].verdict is Verdict.GOOD
    assert dane_finding(with_authority(between, DOMAIN), record, tmp_path)["dane"].verdict is Verdict.GOOD
    assert dane_finding(with_authority(between, "other.example"), record, tmp_path)["dane"].verdict is Verdict.BAD
    lone = between.issue(NAME, sends_all=False)
    assert dane_finding(lone, record, tmp_path)["dane"].verdict is Verdict.BAD


def test_an_authority_sent_along_that_issued_nothing_vouches_for_nothing(tmp_path: Path) -> None:
    theirs, forged = Authority("Between"), self_signed(NAME)
    record = f"2 0 1 {sha256(theirs.made.der).hexdigest()}"
    made = Made(forged.certificate, forged.key, (theirs.made.certificate,))

    assert dane_finding(made, record, tmp_path)["dane"].verdict is Verdict.BAD


def with_authority(authority: Authority, *names: str) -> Made:
    made = authority.issue(*names, sends_all=False)
    return Made(made.certificate, made.key, (authority.made.certificate,))


def test_another_key_is_bad_and_the_fix_is_the_record_for_the_key_in_use(tmp_path: Path) -> None:
    made = self_signed(NAME)

    finding = dane_finding(made, f"3 1 1 {'ab' * 32}", tmp_path)["dane"]

    assert finding.verdict is Verdict.BAD
    assert finding.fix.endswith(f"_25._tcp.{NAME}. TLSA 3 1 1 {sha256(key_of(made)).hexdigest()}")


def dane_finding(made: Made, record: str, folder: Path) -> dict[str, Finding]:
    given = {
        f"{MX} authentic": [f"10 {NAME}."],
        f"{ADDRESS} authentic": ["127.0.0.1"],
        f"_25._tcp.{NAME} TLSA authentic": [record],
    }

    async def whole() -> dict[str, Finding]:
        async with real_server(server_context(made, folder)) as seen:
            return await findings(given, Reach(allow=LOOPBACK, ports={25: seen.port}))

    return asyncio.run(whole())


def served(
    answer: str, folder: Path, *, names: tuple[str, ...] = (f"mta-sts.{DOMAIN}",), given: dict[str, Any] | None = None
) -> tuple[PolicyFile | Absent | Unreachable | None, int]:
    """Return what comes of fetching the policy from a server that answers so, and how many connections it took."""
    authority = Authority()
    context = server_context(authority.issue(*names), folder)

    async def whole() -> tuple[PolicyFile | Absent | Unreachable | None, int]:
        async with serving(said(answer), tls=context) as seen:
            trusted = authority.saved(folder)
            reach = Reach(allow=LOOPBACK, ports={443: seen.port}, limits=LIMITS, authorities=trusted)
            found = (await gather(DOMAIN, sources(given or ANNOUNCED, reach), [MtaStsPolicy]))[MtaStsPolicy]
            assert isinstance(found, MtaStsPolicy)
            return found.file, seen.connections

    return asyncio.run(whole())


def test_a_policy_is_fetched_as_it_is_served(tmp_path: Path) -> None:
    answer = page(POLICY, head="Content-Type: text/plain; charset=utf-8\r\n")

    assert served(answer, tmp_path) == (PolicyFile(status=200, content_type="text/plain", text=POLICY), 1)


def test_a_redirect_is_told_and_not_followed(tmp_path: Path) -> None:
    answer = page("", status="301 Moved", head="Location: https://www.example.gov.uk/policy\r\n")

    assert served(answer, tmp_path) == (PolicyFile(status=301, leads_to="https://www.example.gov.uk/policy"), 1)


def test_a_missing_policy_is_told_by_its_status(tmp_path: Path) -> None:
    file, _ = served(page("<h1>Not found</h1>", status="404 Not Found"), tmp_path)

    assert isinstance(file, PolicyFile)
    assert (file.status, file.text) == (404, "")


def test_a_certificate_for_another_name_keeps_the_policy_from_senders(tmp_path: Path) -> None:
    file, _ = served(page(POLICY), tmp_path, names=("www.example.gov.uk",))

    assert file == PolicyFile(trouble=f"the certificate is for www.example.gov.uk, not for mta-sts.{DOMAIN}")


def test_a_policy_beyond_64_kilobytes_is_not_whole(tmp_path: Path) -> None:
    file, _ = served(page("x" * 70_000), tmp_path)

    assert isinstance(file, PolicyFile)
    assert (file.is_whole, len(file.text)) == (False, 65_536)


@pytest.mark.parametrize("answer", ["HTTP/1.1 200 OK\r\nContent-Length: 90\r\n", "nonsense\r\n\r\n"])
def test_what_is_no_whole_answer_is_unknown(answer: str, tmp_path: Path) -> None:
    file, _ = served(answer, tmp_path)

    assert isinstance(file, Unreachable)


def test_nothing_is_fetched_that_isnt_announced_once(tmp_path: Path) -> None:
    for records in ([], ['"v=STSv1; id=1"', '"v=STSv1; id=2"'], ['"v=spf1 -all"']):
        given = ANNOUNCED | {f"_mta-sts.{DOMAIN} TXT": records or "nxdomain"}
        assert served(page(POLICY), tmp_path, given=given) == (None, 0)


def test_a_policy_host_inside_somebodys_network_is_never_contacted(tmp_path: Path) -> None:
    given = ANNOUNCED | {f"mta-sts.{DOMAIN} A": ["169.254.169.254"]}

    file, connections = served(page(POLICY), tmp_path, given=given)

    assert file == Unreachable(Reason.NETWORK, "169.254.169.254 is not a public address")
    assert connections == 0


def test_a_policy_host_that_doesnt_exist_is_known_not_to(tmp_path: Path) -> None:
    file, _ = served(page(POLICY), tmp_path, given=ANNOUNCED | {f"mta-sts.{DOMAIN} A": "nxdomain"})

    assert isinstance(file, Absent)


def test_a_domain_is_judged_whole_with_one_visit_to_each_server(tmp_path: Path) -> None:
    authority = Authority()
    mail = server_context(authority.issue(NAME), tmp_path)
    web = server_context(authority.issue(f"mta-sts.{DOMAIN}"), tmp_path)
    plain = page(POLICY, head="Content-Type: text/plain\r\n")

    async def whole() -> dict[str, Finding]:
        async with real_server(mail) as mx, serving(said(plain), tls=web) as host:
            trusted, ports = authority.saved(tmp_path), {25: mx.port, 443: host.port}
            reach = Reach(allow=LOOPBACK, ports=ports, authorities=trusted)
            found = await findings(ANNOUNCED | {ADDRESS: ["127.0.0.1"]}, reach)
            assert (mx.connections, host.connections) == (1, 1)
            return found

    found = asyncio.run(whole())

    verdicts = {id_: finding.verdict.value for id_, finding in found.items()}
    assert verdicts == {
        "starttls": "good",
        "mail_certificates": "good",
        "dane": "not-applicable",
        "mta_sts_policy": "good",
    }


def test_an_enforced_policy_makes_a_certificate_bad_that_would_only_be_weak(tmp_path: Path) -> None:
    authority = Authority()
    web = server_context(authority.issue(f"mta-sts.{DOMAIN}"), tmp_path)
    plain = page(POLICY, head="Content-Type: text/plain\r\n")

    async def whole() -> dict[str, Finding]:
        mail = server_context(self_signed(NAME), tmp_path)
        async with real_server(mail) as mx, serving(said(plain), tls=web) as host:
            ports = {25: mx.port, 443: host.port}
            reach = Reach(allow=LOOPBACK, ports=ports, authorities=authority.saved(tmp_path))
            return await findings(ANNOUNCED | {ADDRESS: ["127.0.0.1"]}, reach)

    finding = asyncio.run(whole())["mail_certificates"]

    assert finding.verdict is Verdict.BAD
    assert finding.says.endswith("the certificate is self-signed.")


def test_a_server_that_refuses_us_leaves_every_check_unknown_but_not_missing() -> None:
    async def whole() -> dict[str, Finding]:
        async with saying(script(b"554 5.7.1 Not from there\r\n")) as seen:
            reach = Reach(allow=LOOPBACK, ports={25: seen.port}, limits=LIMITS)
            return await findings({MX: [f"10 {NAME}."], ADDRESS: ["127.0.0.1"]}, reach)

    found = asyncio.run(whole())

    assert {found[id_].verdict for id_ in ("starttls", "mail_certificates")} == {Verdict.UNKNOWN}
    assert "554 5.7.1 Not from there" in found["starttls"].says


def test_a_handshake_without_a_version_is_trusted_by_nobody() -> None:
    assert not Handshake("", "", None, "no TLS handshake came about").is_trusted
