"""Does a real TLS library understand our bare ClientHellos as they are meant, and does no answer to them raise?"""

import ssl
from collections.abc import Callable
from pathlib import Path
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.engines.checks.gather.made_certificates import Authority, Made
from wardmote.engines.checks.facts import Reason, Unreachable
from wardmote.engines.checks.gather import hello
from wardmote.engines.checks.gather.hello import Ask, Reply, client_hello, read_alert, read_server_hello

Versions = tuple[ssl.TLSVersion, ssl.TLSVersion]
V = ssl.TLSVersion
pytestmark = pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1")  # they are what is tested


@pytest.fixture(scope="module")
def made() -> Made:
    return Authority().issue("example.gov.uk")


def answered(made: Made, folder: Path, ask: Ask, versions: Versions, ciphers: str = "ALL") -> tuple[bytes, str]:
    """Return what OpenSSL answers to a ClientHello, and the name that it was asked for."""
    context, asked = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), list[str]()
    context.load_cert_chain(made.saved(folder))
    context.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    context.minimum_version, context.maximum_version = versions
    remember: Callable[..., None] = lambda _, name, __: asked.append(name)  # noqa: E731
    context.sni_callback = remember
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    incoming.write(client_hello("example.gov.uk", ask))
    with pytest.raises(ssl.SSLError):
        context.wrap_bio(incoming, outgoing, server_side=True).do_handshake()
    return outgoing.read(), (asked or [""])[0]


def read(data: bytes) -> Reply | Unreachable | None:
    """Read the first record of an answer."""
    message = data[5 : 5 + int.from_bytes(data[3:5], "big")]
    return read_alert(message) if data[0] == 21 else read_server_hello(message)


@pytest.mark.parametrize(
    ("ask", "versions", "version"),
    [
        (hello.UP_TO_1_1, (V.TLSv1, V.TLSv1_3), hello.TLS_1_1),
        (hello.UP_TO_1_1, (V.TLSv1, V.TLSv1), hello.TLS_1_0),
        (hello.ONLY_1_0, (V.TLSv1, V.TLSv1_3), hello.TLS_1_0),
        (hello.HYBRID, (V.TLSv1_2, V.TLSv1_3), hello.TLS_1_3),
    ],
)
def test_a_server_goes_on_with_the_version_that_both_have(
    made: Made, tmp_path: Path, ask: Ask, versions: Versions, version: int
) -> None:
    data, name = answered(made, tmp_path, ask, versions)
    reply = read(data)

    assert isinstance(reply, Reply)
    assert reply.version == version
    assert reply.is_taken
    assert name == "example.gov.uk"


@pytest.mark.parametrize(
    ("ask", "versions"), [(hello.UP_TO_1_1, (V.TLSv1_2, V.TLSv1_3)), (hello.HYBRID, (V.TLSv1_2, V.TLSv1_2))]
)
def test_a_version_that_a_server_has_not_is_refused(made: Made, tmp_path: Path, ask: Ask, versions: Versions) -> None:
    assert read(answered(made, tmp_path, ask, versions)[0]) == Reply(alert=hello.PROTOCOL_VERSION)


def test_a_server_without_rsa_key_exchange_refuses_an_offer_of_nothing_else(made: Made, tmp_path: Path) -> None:
    reply = read(answered(made, tmp_path, hello.ONLY_RSA, (V.TLSv1_2, V.TLSv1_2))[0])

    assert reply == Reply(alert=40)


def test_a_server_says_which_group_it_would_like(made: Made, tmp_path: Path) -> None:
    reply = read(answered(made, tmp_path, hello.HYBRID, (V.TLSv1_3, V.TLSv1_3))[0])

    assert isinstance(reply, Reply)
    assert reply.group in (hello.X25519MLKEM768, 0x001D)  # the former from OpenSSL 3.5 on


def server_hello(random: bytes, extensions: bytes, version: int = 0x0303) -> bytes:
    """Return the message of a server that goes on."""
    body = pack("!H", version) + random + b"\x00" + b"\x13\x01\x00" + pack("!H", len(extensions)) + extensions
    return b"\x02" + pack("!I", len(body))[1:] + body


def test_a_server_that_asks_for_the_hybrid_group_is_understood() -> None:
    retry = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")
    extensions = b"\x00\x2b\x00\x02\x03\x04" + b"\x00\x33\x00\x02\x11\xec"

    assert read_server_hello(server_hello(retry, extensions)) == Reply(hello.TLS_1_3, 0x1301, hello.X25519MLKEM768)


def test_a_server_hello_in_pieces_is_waited_for() -> None:
    whole = server_hello(bytes(32), b"", 0x0302)

    assert [read_server_hello(whole[:at]) for at in range(len(whole))] == [None] * len(whole)
    assert read_server_hello(whole) == Reply(hello.TLS_1_1, 0x1301)


def test_a_warning_is_passed_over_and_a_farewell_is_none() -> None:
    assert read_alert(b"\x01\x70") is None
    assert read_alert(b"\x01\x00") == Reply(has_hung_up=True)
    assert read_alert(b"\x02\x28") == Reply(alert=40)


@given(st.binary(max_size=400))
def test_no_answer_raises(data: bytes) -> None:
    for body in (data, b"\x02\x00\x01\x00" + data, b"\x02" + pack("!I", len(data))[1:] + data):
        found = read_server_hello(body)
        assert found is None or isinstance(found, Reply | Unreachable)
    read_alert(data)


def test_an_answer_that_is_no_tls_is_said_to_be_none() -> None:
    assert read_server_hello(b"HTTP/1.1 400 Bad Request") == Unreachable(
        Reason.MALFORMED, "the server doesn't answer as TLS asks"
    )
