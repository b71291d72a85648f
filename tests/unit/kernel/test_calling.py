"""Does a message reach a public place, signed, and nothing else, whatever the other side does?"""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import dns.message
import pytest
from django.conf import LazySettings

from tests.unit.engines.checks.gather.fake_server import FakeServer, answer, name_of
from tests.unit.engines.checks.gather.fake_server import serving as serving_names
from tests.unit.engines.checks.gather.made_certificates import Authority, self_signed, server_context
from wardmote.kernel import calling
from wardmote.kernel.calling import deliver, signature

ADDRESS = "https://hooks.example.gov.uk/in?room=1"


def test_the_signature_can_be_checked_by_whoever_has_the_secret() -> None:
    header = signature("whs_secret", 1_800_000_000, b'{"a":1}')
    expected = hmac.new(b"whs_secret", b'1800000000.{"a":1}', hashlib.sha256).hexdigest()
    assert header == f"t=1800000000,v1={expected}"


Receiver = Callable[..., str]


@pytest.fixture
def receiver(settings: LazySettings, tmp_path: Path) -> Receiver:
    """Deliver to a real server on loopback that answers as told; `heads` holds what came."""
    authority = Authority()
    settings.WATCH_AUTHORITIES = authority.saved(tmp_path)
    settings.ALLOW_PRIVATE_TARGETS = ("127.0.0.1/32",)

    def call(status: str = "200 OK", *, place: str = "127.0.0.1", is_trusted: bool = True) -> str:
        name = "hooks.example.gov.uk"
        made = authority.issue(name) if is_trusted else self_signed(name)

        async def run() -> str:
            async with _receiving(status, server_context(made, tmp_path), HEADS) as port, _naming(place) as names:
                settings.TARGET_PORTS = {443: port}
                settings.WATCH_RESOLVERS = (("127.0.0.1", names.port),)
                return (await deliver(ADDRESS, b'{"a":1}', [("Wardmote-Key", "k")])).trouble

        return asyncio.run(run())

    HEADS.clear()
    return call


HEADS: list[bytes] = []


@asynccontextmanager
async def _receiving(status: str, context: object, heads: list[bytes]) -> AsyncIterator[int]:
    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            heads.append(head + await reader.readexactly(7))
            if status:
                writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())
                await writer.drain()
            else:
                await reader.read()
        except (OSError, EOFError):
            pass  # whoever distrusts the certificate hangs up
        finally:
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=context)  # type: ignore[arg-type]
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


@asynccontextmanager
async def _naming(place: str) -> AsyncIterator[FakeServer]:
    def reply(query: dns.message.Message) -> list[bytes]:
        if query.question[0].rdtype == dns.rdatatype.A and place:
            return [answer(query, f"{name_of(query)}. 60 A {place}").to_wire()]
        return [answer(query).to_wire()]

    async with serving_names(FakeServer(reply)) as server:
        yield server


def test_a_message_is_posted_to_the_path_with_its_headers(receiver: Receiver) -> None:
    assert receiver() == ""
    [seen] = HEADS
    lines = seen.decode().split("\r\n")
    assert lines[0] == "POST /in?room=1 HTTP/1.1"
    assert "Host: hooks.example.gov.uk" in lines
    assert "Wardmote-Key: k" in lines
    assert lines[-1] == '{"a":1}'


@pytest.mark.parametrize("status", ["302 Found\r\nLocation: https://10.0.0.1/", "404 Not Found", "500 Broken"])
def test_a_redirect_is_not_followed_and_a_refusal_is_said(receiver: Receiver, status: str) -> None:
    assert receiver(status) == f"hooks.example.gov.uk answered with status {status[:3]}"
    assert len(HEADS) == 1


@pytest.mark.parametrize("status", ["200 OK", "410 Gone"])
def test_of_an_answer_no_more_than_its_status_is_read(receiver: Receiver, status: str) -> None:
    endless = f"{status}\r\nContent-Length: 9000000000\r\n\r\n" + "x" * 5_000_000
    assert receiver(endless) == ("" if status == "200 OK" else "hooks.example.gov.uk answered with status 410")


def test_a_head_that_never_ends_is_left(receiver: Receiver) -> None:
    assert receiver("200 OK" + "\r\nX-More: " + "x" * 2_000_000) != ""


@pytest.mark.parametrize("place", ["127.0.0.2", "10.0.0.1", "169.254.169.254"])
def test_an_address_inside_is_never_called(receiver: Receiver, place: str) -> None:
    assert receiver(place=place).startswith("the network gave no way") or "not a public address" in receiver(
        place=place
    )
    assert HEADS == []


def test_a_certificate_that_nobody_vouches_for_gets_no_message(receiver: Receiver) -> None:
    assert "no certificate that can be trusted" in receiver(is_trusted=False)
    assert HEADS == []


def test_a_name_that_isnt_there_is_said_to_be_missing(receiver: Receiver) -> None:
    assert receiver(place="") == "hooks.example.gov.uk can't be found in the DNS"


def test_a_server_that_never_answers_is_left_after_its_time(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "LIMIT_S", 0.5)
    assert "didn't answer within" in receiver("")
