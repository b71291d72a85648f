"""Does the resolver come to an answer or a reason in time, whatever comes back from the network?"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TypeVar

import dns.edns
import dns.flags
import dns.message
import pytest

from tests.unit.engines.checks.gather.fake_server import FakeServer, Reply, answer, name_of, serving
from wardmote.engines.checks.facts import Absent, Answer, Answered, Missing, Reason, Unreachable
from wardmote.engines.checks.facts.records import Mx
from wardmote.engines.checks.gather.dns.kinds import CNAME, MX, TXT, A
from wardmote.engines.checks.gather.dns.pace import Limits, Pace, Patience, zone_of
from wardmote.engines.checks.gather.dns.resolver import Resolver
from wardmote.engines.checks.gather.loops import run

T = TypeVar("T")
SHORT = Patience(tries_s=(0.1, 0.1), stream_s=0.3)
# Every packet truncated at the last moment, and every stream stalled.
LONGEST_S = sum(SHORT.tries_s) + SHORT.stream_s * len(SHORT.tries_s)
SHORT_THEN_LONG = Patience(tries_s=(0.1, 10.0))
LONG = Patience(tries_s=(10.0, 10.0), stream_s=10.0)
A_RECORD = "example.gov.uk. 300 A 192.0.2.1"
FOUND = Answered(("192.0.2.1",))


def with_resolver(
    server: FakeServer,
    use: Callable[[Resolver], Awaitable[T]],
    *,
    patience: Patience = LONG,
    limits: Limits | None = None,
) -> T:
    """Run one use of a resolver against one server."""

    async def whole() -> T:
        async with (
            serving(server),
            Resolver([("127.0.0.1", server.port)], patience=patience, limits=limits) as resolver,
        ):
            return await use(resolver)

    return run(whole())


def ask(
    reply: Reply, over_stream: Reply | None = None, *, drip_s: float = 0.0, patience: Patience = LONG
) -> Answer[str]:
    """Ask for the address of example.gov.uk."""
    server = FakeServer(reply, over_stream, drip_s)
    return with_resolver(server, lambda resolver: resolver.ask("Example.gov.uk.", A), patience=patience)


def test_records_are_returned_with_what_the_resolver_vouches_for() -> None:
    assert ask(lambda q: [answer(q, A_RECORD).to_wire()]) == FOUND
    assert ask(lambda q: [answer(q, A_RECORD, flags=dns.flags.AD).to_wire()]) == Answered(("192.0.2.1",), True)


def test_records_keep_one_order_whatever_order_they_come_in() -> None:
    records = [f"example.gov.uk. 300 A 192.0.2.{number}" for number in (3, 1, 2)]
    found = Answered(("192.0.2.1", "192.0.2.2", "192.0.2.3"))
    assert ask(lambda q: [answer(q, *records).to_wire()]) == found
    assert ask(lambda q: [answer(q, *reversed(records)).to_wire()]) == found


def test_an_answer_in_another_case_is_taken() -> None:
    def shouting(query: dns.message.Message) -> list[bytes]:
        return [answer(query, A_RECORD).to_wire().replace(b"example", b"EXAMPLE")]

    assert ask(shouting) == FOUND


def test_a_missing_name_and_a_missing_type_are_told_apart() -> None:
    assert ask(lambda q: [answer(q, rcode=3).to_wire()]) == Absent(Missing.NXDOMAIN)
    assert ask(lambda q: [answer(q).to_wire()]) == Absent(Missing.NODATA)


def test_aliases_are_followed_to_their_end() -> None:
    chain = ("example.gov.uk. 300 CNAME a.example.net.", "a.example.net. 300 CNAME b.example.net.")
    found = ask(lambda q: [answer(q, *chain, "b.example.net. 300 A 192.0.2.1").to_wire()])
    lost = ask(lambda q: [answer(q, *chain, rcode=3).to_wire()])

    assert found == Answered(("192.0.2.1",), False, ("a.example.net", "b.example.net"))
    assert lost == Absent(Missing.NXDOMAIN, False, ("a.example.net", "b.example.net"))


def test_an_address_of_another_name_is_not_taken() -> None:
    assert ask(lambda q: [answer(q, "www.example.gov.uk. 300 A 192.0.2.1").to_wire()]) == Absent(Missing.NODATA)


def test_aliases_in_a_circle_are_no_answer() -> None:
    circle = ("example.gov.uk. 300 CNAME a.example.net.", "a.example.net. 300 CNAME example.gov.uk.")

    found = ask(lambda q: [answer(q, *circle).to_wire()])

    assert isinstance(found, Unreachable)
    assert found.reason is Reason.MALFORMED


def test_an_alias_itself_can_be_asked_for() -> None:
    server = FakeServer(lambda q: [answer(q, "example.gov.uk. 300 CNAME a.example.net.").to_wire()])

    assert with_resolver(server, lambda r: r.ask("example.gov.uk", CNAME)) == Answered(("a.example.net",))


@pytest.mark.parametrize(
    ("rcode", "reason"), [(2, Reason.SERVFAIL), (5, Reason.REFUSED), (1, Reason.SERVFAIL), (4, Reason.SERVFAIL)]
)
def test_a_servers_failure_is_no_absence(rcode: int, reason: Reason) -> None:
    found = ask(lambda q: [answer(q, A_RECORD, rcode=rcode).to_wire()])

    assert isinstance(found, Unreachable)
    assert found.reason is reason


def test_a_reason_that_the_resolver_gives_is_kept() -> None:
    def bogus(query: dns.message.Message) -> list[bytes]:
        response = answer(query, rcode=2)
        response.use_edns(0, options=[dns.edns.EDEOption(dns.edns.EDECode.SIGNATURE_EXPIRED)])
        return [response.to_wire()]

    assert ask(bogus) == Unreachable(Reason.BOGUS, "a DNSSEC signature has expired")


def test_a_failure_of_another_kind_is_not_put_down_to_dnssec() -> None:
    def failed(query: dns.message.Message) -> list[bytes]:
        response = answer(query, rcode=2)
        response.use_edns(0, options=[dns.edns.EDEOption(dns.edns.EDECode.NO_REACHABLE_AUTHORITY)])
        return [response.to_wire()]

    assert ask(failed) == Unreachable(Reason.SERVFAIL, "none of the zone's name servers can be reached")


def test_silence_is_a_time_out_after_every_try() -> None:
    server = FakeServer(lambda q: [])
    begun = monotonic()

    found = with_resolver(server, lambda r: r.ask("example.gov.uk", A), patience=SHORT)

    assert found == Unreachable(Reason.TIMEOUT)
    assert server.asked == ["example.gov.uk"] * 2
    assert monotonic() - begun < LONGEST_S + 5


def test_the_second_try_may_succeed_and_has_another_id() -> None:
    server = FakeServer(lambda q: [answer(q, A_RECORD).to_wire()] if len(server.asked) == 2 else [])

    assert with_resolver(server, lambda r: r.ask("example.gov.uk", A), patience=SHORT_THEN_LONG) == FOUND
    assert len(set(server.ids)) == 2


def test_a_server_that_is_not_there_is_said_to_be_out_of_reach() -> None:
    async def whole() -> Answer[str]:
        async with serving(FakeServer(lambda q: [])) as gone:
            pass
        async with Resolver([("127.0.0.1", gone.port)], patience=SHORT) as resolver:
            return await resolver.ask("example.gov.uk", A)

    found = run(whole())
    assert isinstance(found, Unreachable)
    assert found.reason is Reason.NETWORK


@pytest.mark.parametrize("address", ["255.255.255.255", "256.0.0.1"])
def test_a_server_that_there_is_no_way_to_is_a_reason_and_no_fault(address: str) -> None:
    async def whole(servers: list[tuple[str, int]]) -> Answer[str]:
        async with Resolver(servers, patience=SHORT) as resolver:
            return await resolver.ask("example.gov.uk", A)

    for servers in ([(address, 53)], []):
        found = run(whole(servers))
        assert isinstance(found, Unreachable)
        assert found.reason is Reason.NETWORK


@pytest.mark.parametrize("rcode", [2, None])
def test_the_next_server_is_asked_when_the_first_fails_or_is_silent(rcode: int | None) -> None:
    first = FakeServer(lambda q: [] if rcode is None else [answer(q, rcode=rcode).to_wire()])
    second = FakeServer(lambda q: [answer(q, A_RECORD).to_wire()])

    async def whole() -> Answer[str]:
        async with serving(first), serving(second):
            servers = [("127.0.0.1", first.port), ("127.0.0.1", second.port)]
            async with Resolver(servers, patience=SHORT_THEN_LONG) as resolver:
                return await resolver.ask("example.gov.uk", A)

    assert run(whole()) == FOUND


def changed(**changes: object) -> Reply:
    """Return a reply that would poison the answer, followed by the true one."""

    def reply(query: dns.message.Message) -> list[bytes]:
        false = answer(query, "example.gov.uk. 300 A 198.51.100.66")
        for name, value in changes.items():
            if name == "question":
                other = dns.message.make_query(*value)  # type: ignore[misc]
                false.question = other.question
            else:
                setattr(false, name, value(false))  # type: ignore[operator]
        return [false.to_wire(), answer(query, A_RECORD).to_wire()]

    return reply


@pytest.mark.parametrize(
    "reply",
    [
        changed(id=lambda m: m.id ^ 1),
        changed(flags=lambda m: m.flags & ~dns.flags.QR),
        changed(question=("other.gov.uk", "A")),
        changed(question=("example.gov.uk", "AAAA")),
        changed(question=("example.gov.uk", "A", "CH")),
        lambda q: [b"", b"\0", q.id.to_bytes(2), q.id.to_bytes(2) + b"\xff" * 40, answer(q, A_RECORD).to_wire()],
        lambda q: [answer(q, A_RECORD).to_wire()[:-3], answer(q, A_RECORD).to_wire()],
        lambda q: [answer(q, A_RECORD).to_wire()] * 5,
    ],
    ids=["id", "no response", "name", "type", "class", "noise", "cut short", "five times"],
)
def test_a_false_packet_is_passed_over_and_the_true_one_taken(reply: Reply) -> None:
    assert ask(reply) == FOUND


def test_nothing_but_noise_is_said_to_be_unreadable() -> None:
    found = ask(lambda q: [q.id.to_bytes(2) + b"\x81\x80\0\1\0\0\0\0\0\0\xc0\x0c"], patience=SHORT)

    assert isinstance(found, Unreachable)
    assert found.reason is Reason.MALFORMED


def truncated(query: dns.message.Message) -> list[bytes]:
    """Return a packet that says that the rest is to be had over TCP."""
    return [answer(query, flags=dns.flags.TC).to_wire()]


def test_a_truncated_answer_is_fetched_over_tcp() -> None:
    texts = " ".join(f'"{chr(65 + at % 26) * 255}"' for at in range(250))

    def long(query: dns.message.Message) -> list[bytes]:
        return [answer(query, f"example.gov.uk. 300 TXT {texts}").to_wire(max_size=65535)]

    found = with_resolver(FakeServer(truncated, long), lambda r: r.ask("example.gov.uk", TXT))

    assert isinstance(found, Answered)
    assert len(found.records[0].text) == 250 * 255


def test_thousands_of_records_are_fetched_over_tcp() -> None:
    def long(query: dns.message.Message) -> list[bytes]:
        return [
            answer(query, *(f"example.gov.uk. 300 A 10.0.{at >> 8}.{at & 255}" for at in range(4000))).to_wire(
                max_size=65535
            )
        ]

    found = ask(truncated, long)

    assert isinstance(found, Answered)
    assert len(found.records) == 4000


@pytest.mark.parametrize(
    ("over_stream", "reason"),
    [
        (lambda q: [], Reason.NETWORK),
        (lambda q: [answer(q, A_RECORD).to_wire()[:-5]], Reason.MALFORMED),
        (lambda q: [b"\xff" * 30], Reason.MALFORMED),
        (lambda q: [b""], Reason.MALFORMED),
        (changed(id=lambda m: m.id ^ 1), Reason.MALFORMED),
        (changed(question=("other.gov.uk", "A")), Reason.MALFORMED),
    ],
    ids=["closed", "cut short", "noise", "empty", "id", "name"],
)
def test_a_false_answer_over_tcp_is_no_answer(over_stream: Reply, reason: Reason) -> None:
    found = ask(truncated, over_stream)

    assert isinstance(found, Unreachable)
    assert found.reason is reason


def test_a_stream_that_drips_ends_at_the_limit() -> None:
    begun = monotonic()

    found = ask(truncated, lambda q: [answer(q, A_RECORD).to_wire()], drip_s=0.1, patience=SHORT)

    assert found == Unreachable(Reason.TIMEOUT, "over TCP")
    assert monotonic() - begun < LONGEST_S + 5


def test_a_question_is_asked_once_in_a_run_even_by_many_at_once() -> None:
    server = FakeServer(lambda q: [answer(q, A_RECORD).to_wire()], delay_s=0.02)

    async def use(resolver: Resolver) -> list[Answer[str]]:
        together = await asyncio.gather(*(resolver.ask("example.gov.uk", A) for _ in range(50)))
        return [*together, await resolver.ask("EXAMPLE.gov.uk.", A)]

    assert with_resolver(server, use) == [FOUND] * 51
    assert server.asked == ["example.gov.uk"]


def test_an_unchecked_question_is_another_question() -> None:
    def signed_badly(query: dns.message.Message) -> list[bytes]:
        is_unchecked = query.flags & dns.flags.CD
        return [(answer(query, A_RECORD) if is_unchecked else answer(query, rcode=2)).to_wire()]

    async def use(resolver: Resolver) -> list[Answer[str]]:
        return [
            await resolver.ask("example.gov.uk", A),
            await resolver.ask("example.gov.uk", A, unchecked=True),
        ]

    assert with_resolver(FakeServer(signed_badly), use) == [Unreachable(Reason.SERVFAIL), FOUND]


def test_one_who_gives_up_does_not_take_the_answer_from_the_others() -> None:
    server = FakeServer(lambda q: [answer(q, A_RECORD).to_wire()], delay_s=0.03)

    async def use(resolver: Resolver) -> Answer[str]:
        first = asyncio.ensure_future(resolver.ask("example.gov.uk", A))
        second = asyncio.ensure_future(resolver.ask("example.gov.uk", A))
        await asyncio.sleep(0.01)
        first.cancel()
        return await second

    assert with_resolver(server, use) == FOUND


def test_no_more_questions_are_on_their_way_than_permitted() -> None:
    server = FakeServer(lambda q: [answer(q).to_wire()], delay_s=0.01)

    async def use(resolver: Resolver) -> int:
        answers = await asyncio.gather(*(resolver.ask(f"a{at}.example.gov.uk", A) for at in range(40)))
        return sum(isinstance(found, Absent) for found in answers)

    assert with_resolver(server, use, limits=Limits(in_flight=5)) == 40
    assert server.most_at_once <= 5


def test_many_names_leave_by_many_ports_that_are_replaced() -> None:
    server = FakeServer(lambda q: [answer(q).to_wire()])

    async def use(resolver: Resolver) -> None:
        for start in range(0, 400, 20):
            await asyncio.gather(*(resolver.ask(f"a{start + at}.example.gov.uk", A) for at in range(20)))

    with_resolver(server, use, limits=Limits(ports=4, questions_per_port=20, zone_burst=1000))

    assert len({port for _, port in server.clients}) > 8
    assert max(Counter(server.ids).values()) < 5


def test_answers_are_forgotten_oldest_first_when_there_are_too_many() -> None:
    server = FakeServer(lambda q: [answer(q).to_wire()])

    async def use(resolver: Resolver) -> None:
        for name in ("a.uk", "b.uk", "c.uk", "c.uk", "a.uk"):
            await resolver.ask(name, A)

    with_resolver(server, use, limits=Limits(remembered=2))

    assert server.asked == ["a.uk", "b.uk", "c.uk", "a.uk"]


@pytest.mark.parametrize("name", ["a..uk", "münchen.uk", "a" * 64 + ".uk"])
def test_a_name_that_cant_be_asked_about_is_a_reason(name: str) -> None:
    server = FakeServer(lambda q: [])

    found = with_resolver(server, lambda r: r.ask(name, A))

    assert isinstance(found, Unreachable)
    assert found.reason is Reason.UNASKABLE
    assert server.asked == []


def test_leaving_answers_everybody_who_still_waits() -> None:
    async def whole() -> list[Answer[str]]:
        server = FakeServer(lambda q: truncated(q) if name_of(q) == "a1.uk" else [], lambda q: [b"a"], drip_s=9)
        async with serving(server):
            async with Resolver([("127.0.0.1", server.port)], limits=Limits(in_flight=3)) as resolver:
                waiting = [asyncio.ensure_future(resolver.ask(f"a{at}.uk", A)) for at in range(6)]
                await asyncio.sleep(0.05)
            late = await resolver.ask("late.uk", A)
            return [*await asyncio.gather(*waiting), late]

    assert run(whole()) == [Unreachable(Reason.STOPPED)] * 7


def test_a_zone_and_a_client_are_asked_no_faster_than_permitted() -> None:
    server = FakeServer(lambda q: [answer(q).to_wire()])
    limits = Limits(zone_per_s=100, zone_burst=5, client_per_s=50, client_burst=5)

    async def use(resolver: Resolver, client: str) -> float:
        begun = monotonic()
        await asyncio.gather(*(resolver.ask(f"a{at}.example.gov.uk", A, client=client) for at in range(25)))
        return monotonic() - begun

    assert with_resolver(server, lambda r: use(r, ""), limits=limits) >= 0.18
    assert with_resolver(server, lambda r: use(r, "north"), limits=limits) >= 0.38


def test_a_pace_lets_a_burst_go_and_then_spaces_out() -> None:
    pace = Pace(per_s=10, burst=3)

    assert [round(pace.delay_s("a", 100.0), 3) for _ in range(5)] == [0, 0, 0, 0.1, 0.2]
    assert pace.delay_s("b", 100.0) == 0
    assert pace.delay_s("a", 200.0) == 0


def test_names_share_the_limit_of_their_zone() -> None:
    assert zone_of("_dmarc.example.gov.uk") == zone_of("www.example.gov.uk") == "example.gov.uk"
    assert zone_of("a.b.example.com") == "example.com"
    assert zone_of("uk") == "uk"


def test_mail_servers_are_typed_values() -> None:
    server = FakeServer(lambda q: [answer(q, "example.gov.uk. 300 MX 10 MX.example.net.").to_wire()])

    assert with_resolver(server, lambda r: r.ask("example.gov.uk", MX)) == Answered((Mx(10, "mx.example.net"),))
