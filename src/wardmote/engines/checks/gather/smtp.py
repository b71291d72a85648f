"""What does a mail server show to a visitor who greets it, begins TLS and leaves? No mail is ever sent."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial

from wardmote.engines.checks.facts import Reason, Unreachable
from wardmote.engines.checks.facts.certificates import Handshake
from wardmote.engines.checks.facts.transport import MailVisit
from wardmote.engines.checks.gather.line import Line, LineError
from wardmote.engines.checks.gather.reach import Reach
from wardmote.engines.checks.gather.tls import Refusal, look, shake
from wardmote.engines.checks.shown import shown

PORT = 25
_MOST_LINES = 100
# A server that doesn't know EHLO knows no extensions (RFC 5321, section 3.2).
_NOT_KNOWN = (500, 502)


@dataclass(frozen=True)
class _Reply:
    code: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The first line, as it may be shown."""
        return shown(self.lines[0])


async def visit(name: str, address: str, reach: Reach) -> MailVisit | Unreachable:
    """Meet the server at one address; a second connection says what a careful client refused, if it did."""
    async with reach.connect(address, PORT) as line:
        if isinstance(line, Unreachable):
            return line
        try:
            met = await _meet(line, address, reach.greeting_name)
        except LineError as broken:
            return broken.why
        if not met.offers_tls or met.refusal:
            await _leave(line)
            return met
        found = await shake(line, name, reach)
        if isinstance(found, Handshake):
            await _leave(line)
    if isinstance(found, Refusal):
        found = await look(partial(_dial, address, reach), name, reach, found)
    return replace(met, handshake=found)


@asynccontextmanager
async def _dial(address: str, reach: Reach) -> AsyncIterator[Line | Unreachable]:
    """Open a connection and bring it to the point where TLS may begin."""
    async with reach.connect(address, PORT) as line:
        if isinstance(line, Unreachable):
            yield line
            return
        try:
            met = await _meet(line, address, reach.greeting_name)
        except LineError as broken:
            yield broken.why
            return
        if not met.offers_tls or met.refusal:
            yield Unreachable(Reason.REFUSED, met.refusal)
        else:
            yield line
        await _leave(line)


async def _meet(line: Line, address: str, own_name: str) -> MailVisit:
    """Greet, and ask for TLS where it is on offer (RFC 3207, section 4); raises LineError."""
    banner = await _reply(line)
    if banner.code != 220:
        await _leave(line)
        raise LineError(Unreachable(Reason.REFUSED, banner.text))
    hello = await _say(line, f"EHLO {own_name}")
    if hello.code != 250 and hello.code not in _NOT_KNOWN:
        await _leave(line)
        raise LineError(Unreachable(Reason.REFUSED, hello.text))
    offers = {words[0].upper() for each in hello.lines[1:] if (words := each[4:].split())}
    met = MailVisit(address, banner.text, hello.code == 250 and "STARTTLS" in offers)
    if not met.offers_tls:
        return met
    begun = await _say(line, "STARTTLS")
    return met if begun.code == 220 else replace(met, refusal=begun.text)


async def _say(line: Line, words: str) -> _Reply:
    await line.send(f"{words}\r\n".encode("ascii"))
    return await _reply(line)


async def _reply(line: Line) -> _Reply:
    """Read one reply of one or more lines (RFC 5321, section 4.2); raises LineError."""
    lines: list[str] = []
    while len(lines) < _MOST_LINES:
        text = (await line.read_line()).decode("ascii", "replace").rstrip("\r\n")
        if not (text[:3].isascii() and text[:3].isdigit() and text[3:4] in ("", " ", "-")):
            raise LineError(Unreachable(Reason.MALFORMED, "the server doesn't speak SMTP"))
        lines.append(text)
        if text[3:4] != "-":
            return _Reply(int(text[:3]), tuple(lines))
    raise LineError(Unreachable(Reason.MALFORMED, "the server's reply has no end"))


async def _leave(line: Line) -> None:
    """Say goodbye; nobody waits for the answer."""
    try:
        await line.send(b"QUIT\r\n")
    except LineError:
        return
