"""What does a web server answer to a plain GET, read strictly, and only so much of it as is needed?

HTTP/1.1 over a `Line`: h11 reads, the line keeps time and size. Nothing is followed here, nothing is decompressed (we
ask for `identity`, and a body that comes encoded all the same is left unread), and nothing raises.
"""

from dataclasses import dataclass, replace

import h11

from wardmote.engines.checks.facts import Reason, Unreachable
from wardmote.engines.checks.gather.line import Line, LineError
from wardmote.engines.checks.published.visible import visible

AGENT = "Mozilla/5.0 (compatible; Wardmote)"
LONGEST_HEAD = 100_000
MOST_HEADERS = 200
LONGEST_VALUE = 16_000
LONGEST_BODY = 500_000


@dataclass(frozen=True)
class Response:
    """What came back: header names in lower case, in their order; the body as far as it was wanted."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    is_whole: bool = True

    def first(self, name: str) -> str:
        """Return the first value of a header, empty where there is none."""
        return next((value for found, value in self.headers if found == name), "")

    def every(self, name: str) -> tuple[str, ...]:
        """Return all values of a header."""
        return tuple(value for found, value in self.headers if found == name)

    @property
    def is_encoded(self) -> bool:
        """Whether the body came compressed, unasked."""
        return any(value.strip().lower() not in ("", "identity") for value in self.every("content-encoding"))


class HttpLine:
    """One connection to one host, used for one request after the other while the server agrees."""

    def __init__(self, line: Line, host: str) -> None:
        """`host` is what the Host header says."""
        self._line = line
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=LONGEST_HEAD)
        self._ask = h11.Request(
            method="GET",
            target="/",
            headers=[
                ("Host", host),
                ("User-Agent", AGENT),
                ("Accept", "text/html,text/plain,*/*;q=0.5"),
                ("Accept-Encoding", "identity"),
            ],
        )
        self.is_open = True

    async def get(self, path: str, *, most: int = LONGEST_BODY) -> Response | Unreachable:
        """Ask for a path, and read at most so many bytes of the body; Unreachable says why there is no answer."""
        try:
            await self._line.send(self._request(path))
            response = await self._response(most)
        except LineError as broken:
            self.is_open = False
            return broken.why
        except (h11.RemoteProtocolError, h11.LocalProtocolError):
            self.is_open = False
            return Unreachable(Reason.MALFORMED, "the server doesn't speak HTTP as it must")
        self._ready_again()
        return response

    def _request(self, path: str) -> bytes:
        # Headers that h11 has looked through once are taken again as they are.
        head = h11.Request(method="GET", target=path, headers=self._ask.headers)
        return (self._http.send(head) or b"") + (self._http.send(h11.EndOfMessage()) or b"")

    async def _response(self, most: int) -> Response:
        event = await self._event()
        while isinstance(event, h11.InformationalResponse):
            event = await self._event()
        if not isinstance(event, h11.Response):
            raise LineError(Unreachable(Reason.NETWORK, "the connection broke off"))
        headers = tuple(
            (_text(name), _text(value)[:LONGEST_VALUE]) for name, value in list(event.headers)[:MOST_HEADERS]
        )
        body, is_whole = await self._body(most)
        response = Response(event.status_code, headers, body, is_whole)
        return replace(response, body=b"", is_whole=False) if response.is_encoded else response

    async def _body(self, most: int) -> tuple[bytes, bool]:
        """Return what could be had of the body: a page that breaks off is a page all the same."""
        pieces: list[bytes] = []
        size = 0
        try:
            while size <= most:
                event = await self._event()
                if not isinstance(event, h11.Data):
                    return b"".join(pieces), True
                pieces.append(bytes(event.data))
                size += len(event.data)
        except (LineError, h11.RemoteProtocolError):
            pass
        self.is_open = False
        return b"".join(pieces)[:most], False

    async def _event(self) -> object:
        while True:
            event = self._http.next_event()
            if event is not h11.NEED_DATA:
                return event
            self._http.receive_data(await self._line.read())

    def _ready_again(self) -> None:
        if self.is_open and self._http.our_state is h11.DONE and self._http.their_state is h11.DONE:
            self._http.start_next_cycle()
        else:
            self.is_open = False


def _text(raw: bytes) -> str:
    return visible(raw.decode("latin-1"))
