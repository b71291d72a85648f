"""Is HTTP read strictly, is no more read than is wanted, and does nothing that a server says raise?"""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.engines.checks.gather.web_server import Answer, page, said, serving
from wardmote.engines.checks.facts import Reason, Unreachable
from wardmote.engines.checks.gather.http import HttpLine, Response
from wardmote.engines.checks.gather.line import Line, LineLimits
from wardmote.engines.checks.gather.reach import Reach, ReachLimits


async def gets(answer: Answer, *paths: str, most: int = 1_000, whole_s: float = 5.0) -> list[Response | Unreachable]:
    """Ask one server for paths over one connection."""
    async with serving(answer) as seen:
        limits = ReachLimits(line=LineLimits(whole_s=whole_s, most_bytes=1_000_000))
        reach = Reach(allow=["127.0.0.0/8"], ports={80: seen.port}, limits=limits)
        async with reach.connect("127.0.0.1", 80) as line:
            assert isinstance(line, Line)
            http = HttpLine(line, "example.gov.uk")
            return [await http.get(path, most=most) for path in paths]


def get(answer: Answer, *, most: int = 1_000, whole_s: float = 5.0) -> Response | Unreachable:
    """Ask one server for its first page."""
    return asyncio.run(gets(answer, "/", most=most, whole_s=whole_s))[0]


def test_a_page_comes_with_its_headers_in_lower_case_and_in_order() -> None:
    found = get(said(page("Hello", head="X-One: 1\r\nX-Two: 2\r\nx-one: 3\r\n")))

    assert isinstance(found, Response)
    assert (found.status, found.body, found.is_whole) == (200, b"Hello", True)
    assert (found.first("x-one"), found.every("x-one"), found.first("x-none")) == ("1", ("1", "3"), "")


def test_one_connection_serves_one_request_after_the_other() -> None:
    async def answer(path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(page(path).encode())

    found = asyncio.run(gets(answer, "/", "/a", "/b"))

    assert [one.body for one in found if isinstance(one, Response)] == [b"/", b"/a", b"/b"]


def test_a_server_that_closes_leaves_no_connection_to_go_on_with() -> None:
    async def whole() -> bool:
        async with serving(said(page("x", head="Connection: close\r\n"))) as seen:
            reach = Reach(allow=["127.0.0.0/8"], ports={80: seen.port})
            async with reach.connect("127.0.0.1", 80) as line:
                assert isinstance(line, Line)
                http = HttpLine(line, "example.gov.uk")
                await http.get("/")
                return http.is_open

    assert asyncio.run(whole()) is False


def test_a_long_body_is_read_as_far_as_it_is_wanted() -> None:
    found = get(said(page("x" * 50_000)), most=1_000)

    assert isinstance(found, Response)
    assert (len(found.body), found.is_whole) == (1_000, False)


def test_an_endless_body_ends_at_the_limit_of_the_line() -> None:
    async def answer(path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x" * 65_536)
            await writer.drain()

    found = get(answer, most=10_000_000)

    assert isinstance(found, Response)
    assert not found.is_whole


def test_a_slow_drip_ends_at_the_time_of_the_line() -> None:
    async def answer(path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nX: ")
        while not writer.is_closing():
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    assert get(answer, whole_s=0.3) == Unreachable(Reason.TIMEOUT)


def test_a_body_that_comes_compressed_unasked_is_left_unread() -> None:
    bomb = b"\x1f\x8b" + b"\x00" * 100
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n\r\n"

    found = get(said(head.encode() + bomb))

    assert isinstance(found, Response)
    assert (found.body, found.is_whole, found.first("content-encoding")) == (b"", False, "gzip")


def test_ten_thousand_headers_are_kept_as_far_as_a_person_would_read() -> None:
    found = get(said(page(head="A: 1\r\n" * 10_000)))

    assert isinstance(found, Response)
    assert len(found.headers) == 200


@pytest.mark.parametrize(
    "rubbish",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        bytes(range(256)) * 10,
        b"HTTP/1.1 200 OK\r\nbroken header\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"x" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    ],
)
def test_what_is_no_http_is_said_to_be_none(rubbish: bytes) -> None:
    async def answer(path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(rubbish)
        writer.write_eof()

    assert get(answer) == Unreachable(Reason.MALFORMED, "the server doesn't speak HTTP as it must")


def test_rubbish_for_chunks_leaves_the_headers() -> None:
    found = get(said("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\nrubbish"))

    assert isinstance(found, Response)
    assert (found.status, found.is_whole) == (200, False)


def test_a_path_that_could_smuggle_a_second_request_is_not_sent() -> None:
    found = asyncio.run(gets(said(page()), "/ HTTP/1.1\r\nX: y\r\n\r\n"))

    assert found == [Unreachable(Reason.MALFORMED, "the server doesn't speak HTTP as it must")]


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300))
def test_no_answer_raises(data: bytes) -> None:
    async def answer(path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n" + data)
        writer.write_eof()

    assert isinstance(get(answer), Response | Unreachable)
