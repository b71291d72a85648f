"""Are connections made only where permitted, one at a time to an address, within time, and remembered for a run?"""

import asyncio
import errno
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.unit.engines.checks.gather.made_certificates import Authority, server_context
from tests.unit.engines.checks.gather.mail_server import (
    Seen,
    Talk,
    endless,
    real_server,
    reset,
    saying,
    script,
    silence,
)
from wardmote.engines.checks.facts import Reason, Unreachable
from wardmote.engines.checks.facts.certificates import Handshake
from wardmote.engines.checks.gather.line import Line, LineError, LineLimits
from wardmote.engines.checks.gather.loops import run
from wardmote.engines.checks.gather.reach import NOWHERE, Reach, ReachLimits
from wardmote.engines.checks.gather.tls import shake

LOOPBACK = ["127.0.0.0/8", "::1/128"]
EVERYWHERE = "0.0.0.0"  # noqa: S104 - a server at every address of 127.0.0.0/8
LOOPS: dict[str, Callable[[Awaitable[None]], None]] = {"asyncio": asyncio.run, "fastest": run}  # type: ignore[dict-item]


@pytest.fixture(params=sorted(LOOPS))
def loop_of(request: pytest.FixtureRequest) -> Callable[[Awaitable[None]], None]:
    return LOOPS[request.param]


def reach_to(seen: Seen, limits: ReachLimits | None = None) -> Reach:
    return Reach(allow=LOOPBACK, ports={25: seen.port}, limits=limits)


async def talked(reach: Reach, address: str = "127.0.0.1", stays_s: float = 0.0) -> Unreachable | bytes:
    """Return the first line that a server says, or why it said none."""
    async with reach.connect(address, 25) as line:
        if isinstance(line, Unreachable):
            return line
        try:
            said = await line.read_line()
        except LineError as broken:
            return broken.why
        await asyncio.sleep(stays_s)
        return said


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fe80::1%lo", EVERYWHERE, "localhost", ""],
)
def test_nobody_inside_is_contacted_unless_allowed(address: str, loop_of: Callable[[Awaitable[None]], None]) -> None:
    async def whole() -> None:
        async with saying(script(b"hello\n")) as seen:
            reach = Reach(ports={25: seen.port})

            assert await talked(reach, address) == Unreachable(Reason.NETWORK, f"{address} is not a public address")
            assert (seen.connections, reach.connections) == (0, 0)

    loop_of(whole())


def test_nothing_is_contacted_where_connections_are_switched_off() -> None:
    async def whole() -> None:
        found = await talked(NOWHERE, "192.0.2.1")
        assert isinstance(found, Unreachable)
        assert found.reason is Reason.STOPPED

    asyncio.run(whole())


def test_one_address_has_one_connection_at_a_time_however_it_is_spelt(
    loop_of: Callable[[Awaitable[None]], None],
) -> None:
    async def whole() -> None:
        async with saying(script(b"hello\n")) as seen:
            reach = reach_to(seen)
            spellings = ["127.0.0.1", "::ffff:127.0.0.1", "::ffff:7f00:1"] * 4

            found = await asyncio.gather(*(talked(reach, address, stays_s=0.01) for address in spellings))

            assert found == [b"hello\n"] * 12
            assert (seen.connections, seen.most_at_once) == (12, 1)

    loop_of(whole())


def test_different_addresses_are_met_side_by_side_up_to_the_runs_limit() -> None:
    async def whole() -> None:
        async with saying(script(b"hello\n"), address=EVERYWHERE) as seen:
            reach = reach_to(seen, ReachLimits(at_once=3))

            await asyncio.gather(*(talked(reach, f"127.0.0.{at}", stays_s=0.02) for at in range(1, 13)))

            assert (seen.connections, seen.most_at_once) == (12, 3)

    asyncio.run(whole())


def test_queues_are_taken_away_with_the_last_who_waits() -> None:
    async def whole() -> None:
        async with saying(script(b"hello\n"), address=EVERYWHERE) as seen:
            reach = reach_to(seen)
            await asyncio.gather(*(talked(reach, f"127.0.1.{at % 50}") for at in range(200)))
            leaving = asyncio.ensure_future(talked(reach, "127.0.0.1", stays_s=5))
            waiting = asyncio.ensure_future(talked(reach, "127.0.0.1"))
            await asyncio.sleep(0.05)
            assert len(reach._turns) == 1
            for task in (waiting, leaving):
                task.cancel()
            await asyncio.gather(leaving, waiting, return_exceptions=True)

            assert reach._turns == {}
            assert await talked(reach) == b"hello\n"

    asyncio.run(whole())


def test_whoever_waits_too_long_for_a_busy_server_goes_away_with_a_reason() -> None:
    async def whole() -> None:
        async with saying(script(b"hello\n")) as seen:
            reach = reach_to(seen, ReachLimits(queue_s=0.05))
            staying = asyncio.ensure_future(talked(reach, stays_s=0.3))
            await asyncio.sleep(0.02)

            assert await talked(reach) == Unreachable(
                Reason.TIMEOUT, "127.0.0.1 was busy with other checks for too long"
            )
            assert seen.connections == 1
            assert await staying == b"hello\n"
            assert await talked(reach) == b"hello\n"

    asyncio.run(whole())


def test_a_server_that_hangs_again_and_again_is_left_alone() -> None:
    async def whole() -> None:
        async with saying(silence) as seen:
            reach = reach_to(seen, ReachLimits(patience=3, line=LineLimits(whole_s=0.05)))

            found = await asyncio.gather(*(talked(reach) for _ in range(20)))

            assert seen.connections == 3
            assert found[2] == Unreachable(Reason.TIMEOUT)
            assert found[3] == Unreachable(Reason.TIMEOUT, "127.0.0.1 port 25, as often before in this run")

    asyncio.run(whole())


def test_one_answer_in_between_shows_that_a_server_is_alive() -> None:
    calls: list[int] = []

    async def by_turns(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        calls.append(1)
        await (silence if len(calls) % 3 else script(b"hello\n"))(reader, writer)

    async def whole() -> None:
        async with saying(by_turns) as seen:
            reach = reach_to(seen, ReachLimits(patience=3, line=LineLimits(whole_s=0.03)))
            for _ in range(9):
                await talked(reach)
            assert seen.connections == 9

    asyncio.run(whole())


def test_a_port_that_nothing_comes_out_of_is_our_own_networks_doing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*arguments: object, **named: object) -> None:
        await asyncio.sleep(5)

    async def whole() -> None:
        reach = Reach(allow=LOOPBACK, limits=ReachLimits(connect_s=0.01, closed_after=5))
        monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", never)

        found = [await talked(reach, f"127.0.0.{at}") for at in range(1, 9)]

        assert found[4] == Unreachable(Reason.TIMEOUT, "127.0.0.5 port 25")
        assert found[5] == Unreachable(Reason.TIMEOUT, "no server at all on port 25: our network seems to let none out")
        assert reach.connections == 5

    asyncio.run(whole())


@pytest.mark.parametrize(
    ("fault", "reason", "detail"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, ""), Reason.NETWORK, "127.0.0.1 refused the connection on port 25"),
        (OSError(errno.EHOSTUNREACH, ""), Reason.NETWORK, "127.0.0.1 could not be reached on port 25"),
        (
            OSError(errno.EMFILE, "Too many open files"),
            Reason.STOPPED,
            "the checking machine could open no more connections: Too many open files",
        ),
    ],
)
def test_a_fault_of_our_own_is_not_laid_at_the_servers_door(
    fault: OSError, reason: Reason, detail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(*arguments: object, **named: object) -> None:
        raise fault

    async def whole() -> None:
        monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", failing)
        assert await talked(Reach(allow=LOOPBACK)) == Unreachable(reason, detail)

    asyncio.run(whole())


def test_what_is_asked_by_many_is_made_once() -> None:
    made: list[str] = []

    async def make() -> str:
        made.append("once")
        await asyncio.sleep(0.01)
        return "known"

    async def whole() -> None:
        reach = Reach()
        assert await asyncio.gather(*(reach.once("key", make) for _ in range(5))) == ["known"] * 5
        assert await reach.once("key", make) == "known"
        assert made == ["once"]
        assert await reach.once("other", make) == "known"

    asyncio.run(whole())


def test_the_others_get_their_answer_when_the_first_who_asked_is_cancelled() -> None:
    made: list[str] = []

    async def make() -> str:
        made.append("once")
        await asyncio.sleep(0.02)
        return "known"

    async def whole() -> None:
        reach = Reach()
        first, second = (asyncio.ensure_future(reach.once("key", make)) for _ in range(2))
        await asyncio.sleep(0.005)
        first.cancel()

        assert await second == "known"
        assert first.cancelled()
        assert await reach.once("key", make) == "known"
        assert made == ["once"]

    asyncio.run(whole())


def test_what_failed_or_was_cancelled_is_made_anew() -> None:
    faults: list[BaseException] = [ValueError("first"), asyncio.CancelledError()]

    async def make() -> str:
        if faults:
            raise faults.pop(0)
        return "known"

    async def whole() -> None:
        reach = Reach()
        with pytest.raises(ValueError, match="first"):
            await reach.once("key", make)
        with pytest.raises(asyncio.CancelledError):
            await reach.once("key", make)
        assert await reach.once("key", make) == "known"

    asyncio.run(whole())


def test_nothing_is_kept_where_nothing_is_contacted() -> None:
    async def whole() -> None:
        answers = iter(["first", "second"])

        async def make() -> str:
            return next(answers)

        assert [await NOWHERE.once("key", make) for _ in range(2)] == ["first", "second"]

    asyncio.run(whole())


@pytest.mark.parametrize(
    ("talk", "limits", "reason", "detail"),
    [
        (silence, LineLimits(whole_s=0.1), Reason.TIMEOUT, ""),
        (endless(b"x", each_s=0.01), LineLimits(whole_s=0.2), Reason.TIMEOUT, ""),
        (endless(b"x" * 5_000), LineLimits(longest_line=20_000), Reason.MALFORMED, "a line is too long"),
        (reset, LineLimits(), Reason.NETWORK, "the connection broke off"),
        (script(b"no end", then=reset), LineLimits(), Reason.NETWORK, "the connection broke off"),
    ],
)
def test_a_line_ends_within_its_limits(
    talk: Talk, limits: LineLimits, reason: Reason, detail: str, loop_of: Callable[[Awaitable[None]], None]
) -> None:
    async def whole() -> None:
        async with saying(talk) as seen:
            assert await talked(reach_to(seen, ReachLimits(line=limits))) == Unreachable(reason, detail)

    loop_of(whole())


def test_so_many_bytes_are_read_and_no_more_and_few_are_held(loop_of: Callable[[Awaitable[None]], None]) -> None:
    async def whole() -> None:
        async with saying(endless(b"x" * 100_000)) as seen:
            reach = reach_to(seen, ReachLimits(line=LineLimits(most_bytes=1_000_000)))
            async with reach.connect("127.0.0.1", 25) as line:
                assert isinstance(line, Line)
                await asyncio.sleep(0.1)
                assert len(line._held) < 1_000_000, "what nobody reads must wait at the other side"
                assert len(await line.read_exactly(900_000)) == 900_000
                with pytest.raises(LineError, match="the answer is too long"):
                    await line.read_exactly(200_000)

    loop_of(whole())


def test_a_line_says_bytes_lines_and_the_end_as_they_come(loop_of: Callable[[Awaitable[None]], None]) -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async def whole() -> None:
        talk = script(b"one\r\ntwo\nthree", b"four", then=hang_up)
        async with saying(talk) as seen, reach_to(seen).connect("127.0.0.1", 25) as line:
            assert isinstance(line, Line)
            assert await line.read_line() == b"one\r\n"
            assert await line.read_line() == b"two\n"
            assert await line.read_exactly(2) == b"th"
            assert await line.read(2) == b"re"
            await line.send(b"go on\n")
            assert await line.read_exactly(5) == b"efour"
            assert await line.read() == b""
            with pytest.raises(LineError, match="broke off"):
                await line.read_exactly(1)
            with pytest.raises(LineError, match="broke off"):
                await line.send(b"hello?\n")

    loop_of(whole())


def test_much_that_the_other_side_takes_slowly_is_sent_whole_or_given_up(
    loop_of: Callable[[Awaitable[None]], None],
) -> None:
    async def deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(1)

    async def whole() -> None:
        async with saying(deaf) as seen:
            reach = reach_to(seen, ReachLimits(line=LineLimits(whole_s=0.2)))
            async with reach.connect("127.0.0.1", 25) as line:
                assert isinstance(line, Line)
                with pytest.raises(LineError, match="no answer came in time"):
                    await line.send(b"x" * 20_000_000)

    loop_of(whole())


def test_a_line_speaks_tls_from_the_first_byte_too(tmp_path: Path, loop_of: Callable[[Awaitable[None]], None]) -> None:
    authority = Authority()
    context = server_context(authority.issue("www.example.gov.uk"), tmp_path)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readline())
        writer.close()

    async def whole() -> None:
        server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=context)
        async with server:
            port = server.sockets[0].getsockname()[1]
            reach = Reach(allow=LOOPBACK, ports={443: port}, authorities=authority.saved(tmp_path))
            async with reach.connect("127.0.0.1", 443) as line:
                assert isinstance(line, Line)
                found = await shake(line, "www.example.gov.uk", reach)
                assert isinstance(found, Handshake)
                assert found.is_trusted
                await line.send(b"hello\n")
                assert await line.read_line() == b"hello\n"
                assert await line.read() == b""

    loop_of(whole())


def test_the_settings_of_tls_are_made_once(tmp_path: Path) -> None:
    reach = Reach()

    careful, careless = (reach.context(is_careful=is_careful) for is_careful in (True, False))

    assert reach.context(is_careful=True) is careful
    assert reach.context(is_careful=False) is careless
    assert careful.check_hostname
    assert careful.verify_mode is ssl.CERT_REQUIRED
    assert careful.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert careless.verify_mode is ssl.CERT_NONE


def test_a_cancelled_visit_leaves_no_connection_behind() -> None:
    async def whole() -> None:
        async with real_server(None) as seen:
            reach = reach_to(seen)
            visit = asyncio.ensure_future(talked(reach, stays_s=5))
            await asyncio.sleep(0.05)
            visit.cancel()
            await asyncio.gather(visit, return_exceptions=True)
            await asyncio.sleep(0.05)
            assert (seen.connections, seen.open_now) == (1, 0)

    asyncio.run(whole())
