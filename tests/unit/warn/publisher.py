"""A publisher of advisories on loopback: a real server with TLS, a real name server, and pages that a test sets."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import dns.message
import dns.rdatatype
from django.conf import LazySettings

from tests.unit.engines.checks.gather.fake_server import answer, name_of
from tests.unit.engines.checks.gather.made_certificates import Authority, self_signed, server_context

HOST, OTHER = "advisories.example.org", "mirror.example.org"


@dataclass(frozen=True)
class Page:
    """What stands at an address; `cut` sends only so many bytes of the body and hangs up."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None


@dataclass
class Publisher:
    """Pages by host and path, and what was asked, with the headers."""

    pages: dict[str, Page | Callable[[str], Page]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def puts(self, path: str, body: bytes | Page | Callable[[str], Page], host: str = HOST) -> str:
        """Put something at a path; returns its address."""
        self.pages[f"{host}{path}"] = Page(body) if isinstance(body, bytes) else body
        return f"https://{host}{path}"


@contextmanager
def publishing(settings: LazySettings, folder: Path, *, is_trusted: bool = True) -> Iterator[Publisher]:
    """Serve what a test puts, and have the settings lead there."""
    publisher, authority = Publisher(), Authority()
    folder.mkdir(parents=True, exist_ok=True)
    made = authority.issue(HOST, OTHER) if is_trusted else self_signed(HOST, OTHER)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(publisher))
    server.socket = server_context(made, folder).wrap_socket(server.socket, server_side=True)
    server.daemon_threads = True
    names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    names.bind(("127.0.0.1", 0))
    threading.Thread(target=_serve, args=(server,), daemon=True).start()
    threading.Thread(target=_name, args=(names,), daemon=True).start()
    settings.WATCH_AUTHORITIES = authority.saved(folder)
    settings.ALLOW_PRIVATE_TARGETS = ("127.0.0.1/32",)
    settings.TARGET_PORTS = {443: server.server_address[1]}
    settings.WATCH_RESOLVERS = (("127.0.0.1", names.getsockname()[1]),)
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()
        names.close()


def _serve(server: ThreadingHTTPServer) -> None:
    server.serve_forever(poll_interval=0.05)


def _name(names: socket.socket) -> None:
    """Say that every name is at 127.0.0.1, but those that begin with `inside` at an address of nobody's."""
    while True:
        try:
            packet, client = names.recvfrom(4096)
        except OSError:
            return
        query = dns.message.from_wire(packet)
        place = "10.0.0.1" if name_of(query).startswith("inside") else "127.0.0.1"
        records = [f"{name_of(query)}. 60 A {place}"] if query.question[0].rdtype == dns.rdatatype.A else []
        names.sendto(answer(query, *records).to_wire(), client)


def _handler(publisher: Publisher) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            publisher.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            bare = f"{self.headers['Host']}{self.path.partition('?')[0]}"
            found = publisher.pages.get(bare, Page(status=404))
            page = found if isinstance(found, Page) else found(self.path)
            etag = page.headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                page = Page(status=304, headers=page.headers)
            self.send_response(page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(page.body)))
            self.end_headers()
            self.wfile.write(page.body if page.cut is None else page.body[: page.cut])

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

        def handle(self) -> None:
            with suppress(OSError):  # whoever distrusts us hangs up
                super().handle()

    return Handler
