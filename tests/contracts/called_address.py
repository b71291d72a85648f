"""An address of a council's own on loopback: a name server that knows it, and a server that answers as it is told."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import dns.message

from tests.unit.engines.checks.gather.fake_server import answer, name_of
from tests.unit.engines.checks.gather.made_certificates import Authority, server_context
from tests.unit.watch.name_server import answering

HOST = "hooks.example.gov.uk"
TAKEN = 204


@dataclass(frozen=True)
class Posted:
    """One message as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Address:
    """What came to the address, and what it answers next; when nothing is left to answer, it takes all."""

    answers: list[int] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)
    port: int = 0
    name_server: str = ""
    authorities: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """Return the variables with which an installation finds it and may call it."""
        return {
            "WARDMOTE_RESOLVERS": self.name_server,
            "WARDMOTE_AUTHORITIES": self.authorities,
            "WARDMOTE_ALLOW_PRIVATE_TARGETS": "127.0.0.0/8",
            "WARDMOTE_TARGET_PORTS": f"443:{self.port}",
        }


@contextmanager
def called_address(folder: Path) -> Iterator[Address]:
    """Serve until the block ends."""
    address, authority = Address(), Authority()
    address.authorities = authority.saved(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(address))
    server.socket = _over_tls(server, server_context(authority.issue(HOST), folder))
    address.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with answering(_place_of) as names:
            address.name_server = f"127.0.0.1:{names.port}"
            yield address
    finally:
        server.shutdown()
        server.server_close()


def _over_tls(server: ThreadingHTTPServer, context: ssl.SSLContext) -> ssl.SSLSocket:
    return context.wrap_socket(server.socket, server_side=True)


def _place_of(query: dns.message.Message) -> list[bytes]:
    """Say where the address is, and of anything else that there is nothing."""
    is_asked = name_of(query) == HOST and query.question[0].rdtype.name == "A"
    return [answer(query, *([f"{HOST}. 60 A 127.0.0.1"] if is_asked else [])).to_wire()]


def _handler(address: Address) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            address.posted.append(Posted(self.path, dict(self.headers.items()), body))
            self.send_response(address.answers.pop(0) if address.answers else TAKEN)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    return Handler
