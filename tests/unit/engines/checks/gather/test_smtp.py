"""Does a visit to a mail server tell what it does about encryption, and come to an end whatever the server does?"""

import asyncio
import random
import ssl
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.unit.engines.checks.gather.made_certificates import DAY, Authority, Made, self_signed, server_context
from tests.unit.engines.checks.gather.mail_server import (
    Refusing,
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
from wardmote.engines.checks.facts.transport import MailVisit
from wardmote.engines.checks.gather.line import LineLimits
from wardmote.engines.checks.gather.loops import run
from wardmote.engines.checks.gather.reach import Reach, ReachLimits
from wardmote.engines.checks.gather.smtp import visit

NAME, WHOLE_S = "mx.example.net", 0.4
# For those who are to run out of time, and for those who are to end otherwise on a machine that is busy.
SHORT = ReachLimits(line=LineLimits(whole_s=WHOLE_S))
LONG = ReachLimits(line=LineLimits(whole_s=15, most_bytes=50_000, longest_line=2_000))
HELLO = (b"220 mx.example.net ESMTP\r\n", b"250-mx.example.net\r\n250-SIZE 1000\r\n250 STARTTLS\r\n")
GO = b"220 Ready to start TLS\r\n"
LOOPS: dict[str, Callable[[Awaitable[None]], None]] = {"asyncio": asyncio.run, "fastest": run}  # type: ignore[dict-item]


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(params=sorted(LOOPS))
def loop_of(request: pytest.FixtureRequest) -> Callable[[Awaitable[None]], None]:
    return LOOPS[request.param]


def reach_to(seen: Seen, authority: Authority | None, folder: Path, limits: ReachLimits = LONG) -> Reach:
    trusted = authority.saved(folder) if authority else None
    return Reach(allow=["127.0.0.0/8"], ports={25: seen.port}, limits=limits, authorities=trusted)


async def met_by(talk: Talk, name: str = NAME, limits: ReachLimits = LONG) -> tuple[MailVisit | Unreachable, Seen]:
    """Return what comes of a visit to a server that talks so, once nobody is connected any more."""
    async with saying(talk) as seen:
        reach = Reach(allow=["127.0.0.0/8"], ports={25: seen.port}, limits=limits)
        found = await visit(name, "127.0.0.1", reach)
        await until_alone(seen)
    return found, seen


async def until_alone(seen: Seen) -> None:
    for _ in range(500):
        if not seen.open_now:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("a connection was left open")


def visited(made: Made, authority: Authority | None, folder: Path, **tls: object) -> tuple[MailVisit, Seen, Refusing]:
    """Visit a real server that shows this certificate."""
    handler = Refusing()

    async def whole() -> tuple[MailVisit, Seen, Refusing]:
        context = server_context(made, folder, **tls)  # type: ignore[arg-type]
        async with real_server(context, handler=handler) as seen:
            found = await visit(NAME, "127.0.0.1", reach_to(seen, authority, folder))
            await until_alone(seen)
        assert isinstance(found, MailVisit)
        return found, seen, handler

    return asyncio.run(whole())


def handshake_of(found: MailVisit) -> Handshake:
    assert isinstance(found.handshake, Handshake)
    return found.handshake


def test_a_good_server_costs_one_connection_and_gets_no_mail(authority: Authority, tmp_path: Path) -> None:
    made = authority.issue(NAME, "smtp.example.net")

    found, seen, handler = visited(made, authority, tmp_path)

    shake = handshake_of(found)
    assert (found.address, found.offers_tls, found.refusal) == ("127.0.0.1", True, "")
    assert found.greeting.startswith("220 mx.example.net ")
    assert (shake.version, shake.trouble, shake.is_trusted) == ("TLSv1.3", "", True)
    assert shake.certificate
    assert shake.certificate.names == (NAME, "smtp.example.net")
    assert shake.certificate.ends == made.certificate.not_valid_after_utc
    assert shake.chain[0] == made.der
    assert (seen.connections, handler.commands) == (1, ["EHLO checks.wardmote.example", "QUIT"])


def test_a_server_without_tls_is_known_to_have_none(tmp_path: Path) -> None:
    handler = Refusing()

    async def whole() -> tuple[MailVisit | Unreachable, int]:
        async with real_server(None, handler=handler) as seen:
            reach = Reach(allow=["127.0.0.0/8"], ports={25: seen.port}, greeting_name="checks.example.gov.uk")
            found = await visit(NAME, "127.0.0.1", reach)
            await until_alone(seen)
            return found, seen.connections

    found, connections = asyncio.run(whole())

    assert isinstance(found, MailVisit)
    assert (found.offers_tls, found.handshake, connections) == (False, None, 1)
    assert handler.commands == ["EHLO checks.example.gov.uk", "QUIT"]


def test_a_certificate_of_an_unknown_authority_is_shown_all_the_same(authority: Authority, tmp_path: Path) -> None:
    found, seen, _ = visited(Authority("Nobody").issue(NAME), authority, tmp_path)

    shake = handshake_of(found)
    assert shake.version == "TLSv1.3"
    assert shake.trouble.startswith("the certificate comes from an unknown authority")
    assert shake.certificate
    assert shake.certificate.issuer == "CN=Nobody"
    assert seen.connections == 2


def test_a_certificate_of_a_private_authority_that_is_sent_along(authority: Authority, tmp_path: Path) -> None:
    other = Authority("Somebody's own")
    made = other.issue(NAME)

    found, _, _ = visited(Made(made.certificate, made.key, (other.made.certificate,)), authority, tmp_path)

    assert handshake_of(found).trouble == "the certificate comes from an authority that isn't publicly trusted"


def test_a_self_signed_certificate(authority: Authority, tmp_path: Path) -> None:
    found, _, _ = visited(self_signed(NAME), authority, tmp_path)

    shake = handshake_of(found)
    assert shake.trouble == "the certificate is self-signed"
    assert shake.certificate
    assert shake.certificate.is_self_signed


def test_an_expired_certificate(authority: Authority, tmp_path: Path) -> None:
    made = authority.issue(NAME, begins=-30 * DAY, ends=-2 * DAY)

    found, _, _ = visited(made, authority, tmp_path)

    ended = made.certificate.not_valid_after_utc
    day = f"{ended.day} {ended:%B %Y}"
    assert handshake_of(found).trouble == f"a certificate has expired (the server's own ends on {day})"


def test_a_certificate_that_begins_tomorrow(authority: Authority, tmp_path: Path) -> None:
    found, _, _ = visited(authority.issue(NAME, begins=DAY), authority, tmp_path)

    assert handshake_of(found).trouble.startswith("a certificate isn't valid yet (the server's own begins on ")


def test_a_certificate_for_other_names(authority: Authority, tmp_path: Path) -> None:
    found, _, _ = visited(authority.issue("www.example.org", "example.org"), authority, tmp_path)

    assert handshake_of(found).trouble == f"the certificate is for www.example.org and 1 more, not for {NAME}"


def test_a_missing_certificate_between(authority: Authority, tmp_path: Path) -> None:
    between = Authority("Between", by=authority.made)

    whole, _, _ = visited(between.issue(NAME), authority, tmp_path)
    lacking, _, _ = visited(between.issue(NAME, sends_all=False), authority, tmp_path)

    assert handshake_of(whole).trouble == ""
    assert len(handshake_of(whole).chain) == 2
    assert "leaves out a certificate between" in handshake_of(lacking).trouble


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_a_server_of_long_ago_is_told_by_its_version(authority: Authority, tmp_path: Path) -> None:
    found, seen, _ = visited(authority.issue(NAME), authority, tmp_path, only=ssl.TLSVersion.TLSv1)

    shake = handshake_of(found)
    assert shake.version == "TLSv1"
    assert shake.trouble == "the server speaks only TLS 1.0, which no careful client takes"
    assert seen.connections == 2


def test_tls_1_2_is_enough(authority: Authority, tmp_path: Path) -> None:
    found, seen, _ = visited(authority.issue(NAME), authority, tmp_path, only=ssl.TLSVersion.TLSv1_2)

    assert (handshake_of(found).version, handshake_of(found).trouble, seen.connections) == ("TLSv1.2", "", 1)


@pytest.mark.parametrize(
    ("talk", "reason", "detail"),
    [
        (silence, Reason.TIMEOUT, ""),
        (reset, Reason.NETWORK, "the connection broke off"),
        (script(b""), Reason.TIMEOUT, ""),
        (endless(b"2", each_s=0.05), Reason.TIMEOUT, ""),
        (endless(b"220-welcome\r\n"), Reason.MALFORMED, "the server's reply has no end"),
        (endless(b"x" * 1_000), Reason.MALFORMED, "a line is too long"),
        (script(b"SSH-2.0-OpenSSH_9.2\r\n"), Reason.MALFORMED, "the server doesn't speak SMTP"),
        (script(b"\xff\xfe\xb2\xb2\xb2 \r\n"), Reason.MALFORMED, "the server doesn't speak SMTP"),
        (script(b"554 5.7.1 Your network is not welcome\r\n"), Reason.REFUSED, "554 5.7.1 Your network is not welcome"),
        (script(b"421 Too busy\r\n", then=reset), Reason.REFUSED, "421 Too busy"),
        (script(HELLO[0], b"550 Who are you?\r\n"), Reason.REFUSED, "550 Who are you?"),
        (script(HELLO[0], b"250-mx\r\n", then=silence), Reason.TIMEOUT, ""),
        (script(HELLO[0], then=reset), Reason.NETWORK, "the connection broke off"),
        (
            script(HELLO[0], b"250-mx\r\n", then=endless(b"250-SIZE\r\n")),
            Reason.MALFORMED,
            "the server's reply has no end",
        ),
        (script(*HELLO, then=silence), Reason.TIMEOUT, ""),
    ],
)
def test_what_ends_before_tls_is_unknown_with_its_reason(
    talk: Talk, reason: Reason, detail: str, loop_of: Callable[[Awaitable[None]], None]
) -> None:
    async def whole() -> None:
        began, is_late = time.monotonic(), reason is Reason.TIMEOUT

        found, seen = await met_by(talk, limits=SHORT if is_late else LONG)

        assert found == Unreachable(reason, detail)
        assert time.monotonic() - began < 5
        assert seen.connections == 1

    loop_of(whole())


@pytest.mark.parametrize(
    ("after", "trouble"),
    [
        (script(b"220 x\r\n", then=silence), None),
        (script(b"502 What?\r\n" * 3, then=silence), "the server doesn't speak TLS where it is to begin"),
        (script(b"\x16\x03\x03\x00\x10" + b"\xff" * 16), "no TLS handshake came about"),
        (script(b"\x15\x03\x03\x00\x02\x02\x28"), "the two sides agree on no cipher"),
    ],
)
def test_what_is_no_tls_after_all_is_known_to_be_none(
    after: Talk, trouble: str | None, loop_of: Callable[[Awaitable[None]], None]
) -> None:
    async def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\n")
        writer.write(GO)
        await reader.read(10)
        await after(reader, writer)

    async def whole() -> None:
        found, seen = await met_by(script(*HELLO, then=begin))

        assert isinstance(found, MailVisit)
        assert isinstance(found.handshake, Handshake)
        assert (found.handshake.version, found.handshake.certificate) == ("", None)
        assert found.handshake.trouble.startswith(trouble or "the server doesn't speak TLS")
        assert seen.connections == 2

    loop_of(whole())


def test_words_slipped_in_before_tls_are_never_taken(loop_of: Callable[[Awaitable[None]], None]) -> None:
    async def whole() -> None:
        found, _ = await met_by(script(*HELLO, GO + b"250 You are through\r\n"))

        assert isinstance(found, MailVisit)
        assert found.handshake == Handshake("", "", None, "the server doesn't speak TLS where it is to begin")

    loop_of(whole())


@pytest.mark.parametrize(("then", "reason"), [(silence, Reason.TIMEOUT), (reset, Reason.NETWORK)])
def test_a_handshake_that_breaks_off_is_unknown(
    then: Talk, reason: Reason, loop_of: Callable[[Awaitable[None]], None]
) -> None:
    async def whole() -> None:
        found, _ = await met_by(script(*HELLO, GO, then=then), limits=SHORT if then is silence else LONG)

        assert isinstance(found, MailVisit)
        assert isinstance(found.handshake, Unreachable)
        assert found.handshake.reason is reason

    loop_of(whole())


def test_tls_that_is_offered_and_declined_is_told_in_the_servers_words() -> None:
    found, seen = asyncio.run(met_by(script(*HELLO, b"454 4.7.0 TLS not \x1b[31mavailable\r\n")))

    assert isinstance(found, MailVisit)
    assert (found.offers_tls, found.handshake) == (True, None)
    assert found.refusal == "454 4.7.0 TLS not \N{REPLACEMENT CHARACTER}[31mavailable"
    assert seen.connections == 1


def test_a_server_that_doesnt_know_ehlo_has_no_tls() -> None:
    found, _ = asyncio.run(met_by(script(HELLO[0], b"502 Command not implemented\r\n")))

    assert isinstance(found, MailVisit)
    assert not found.offers_tls


@pytest.mark.parametrize("name", ["", "mx..example.net", "a b.example", "mx.example.net.", "x" * 64 + ".example"])
def test_a_name_that_no_certificate_can_have_is_asked_of_nobody(name: str) -> None:
    found, _ = asyncio.run(met_by(script(*HELLO, GO), name))

    assert isinstance(found, MailVisit)
    assert isinstance(found.handshake, Unreachable)
    assert found.handshake.reason is Reason.UNASKABLE


@pytest.mark.parametrize("seed", range(40))
def test_whatever_bytes_come_at_whichever_moment_the_visit_ends_with_an_answer(seed: int) -> None:
    chance = random.Random(seed)
    honest = [*HELLO, GO][: chance.randrange(4)]
    mutated = bytearray(chance.choice([*HELLO, GO, b"\x16\x03\x03\x00\x7a\x02\x00\x00\x76"]))
    for _ in range(chance.randrange(4)):
        mutated[chance.randrange(len(mutated))] = chance.randrange(256)
    rubbish = chance.choice([bytes(mutated), chance.randbytes(chance.randrange(600))])

    found, _ = asyncio.run(met_by(script(*honest, rubbish, then=reset)))

    assert isinstance(found, MailVisit | Unreachable)
    assert not (isinstance(found, MailVisit) and isinstance(found.handshake, Handshake) and found.handshake.version)


def test_nobody_at_the_port_is_unknown_and_not_without_tls() -> None:
    async def whole() -> MailVisit | Unreachable:
        async with saying(silence) as seen:
            port = seen.port
        return await visit(NAME, "127.0.0.1", Reach(allow=["127.0.0.0/8"], ports={25: port}))

    assert asyncio.run(whole()) == Unreachable(Reason.NETWORK, "127.0.0.1 refused the connection on port 25")
