"""How does one question get its answer: packets, timers, retries, and TCP where the answer is too long?

It is written with callbacks, not as a coroutine: a night asks some millions of questions, and a task with a timeout
for each would cost more than all the rest.
"""

import asyncio
from collections.abc import Callable, Sequence
from random import Random

from wardmote.engines.checks.facts import Answer, Reason, Unreachable
from wardmote.engines.checks.gather.dns.kinds import Kind
from wardmote.engines.checks.gather.dns.message import Message, asked, decode, emptiness, encode_question, question_in
from wardmote.engines.checks.gather.dns.names import Malformed
from wardmote.engines.checks.gather.dns.pace import Overdue, Patience
from wardmote.engines.checks.gather.dns.ports import Port, Server
from wardmote.engines.checks.gather.dns.reading import absent, answer_from, is_failure
from wardmote.engines.checks.gather.dns.reply import Reply
from wardmote.engines.checks.gather.dns.stream import fetch

Finish = Callable[["Exchange", Answer[object]], None]


class Exchange:
    """One question on its way. `finish` is called once, with the answer or with why there is none."""

    __slots__ = (
        "_asked",
        "_chance",
        "_fault",
        "_finish",
        "_id",
        "_is_done",
        "_loop",
        "_overdue",
        "_patience",
        "_port",
        "_question",
        "_server",
        "_servers",
        "_stream",
        "_streams",
        "_tries",
        "key",
        "kind",
        "name",
        "reply",
    )

    def __init__(self, name: str, kind: Kind[object], *, unchecked: bool, finish: Finish) -> None:
        self.name, self.kind, self.key = asked(name), kind, (name, kind.number, unchecked)
        self.reply: Reply[object] = Reply()
        self._question = encode_question(name, kind.number, unchecked=unchecked)
        self._asked = question_in(self._question)
        self._finish = finish
        self._fault = Unreachable(Reason.TIMEOUT)
        self._tries = 0
        self._port: Port | None = None
        self._id = 0
        self._stream: asyncio.Task[None] | None = None
        self._is_done = False

    def start(
        self,
        servers: Sequence[Server],
        *,
        patience: Patience,
        overdue: Overdue["Exchange"],
        streams: asyncio.Semaphore,
        chance: Random,
    ) -> None:
        """Send the question to one server, and then to the next as long as there is patience."""
        self._servers, self._patience, self._streams, self._chance = servers, patience, streams, chance
        self._overdue = overdue
        self._loop = asyncio.get_running_loop()
        self._try()

    def receive(self, wire: bytes) -> None:
        """Take a packet. What isn't the answer is passed over: the true one may still come."""
        empty = emptiness(wire, self._asked)
        if empty is not None:
            self._end(absent(*empty))
            return
        message = self._read(wire, self._id)
        if message is None:
            return
        self._end_try()
        if message.is_truncated:
            self._stream = self._loop.create_task(self._over_stream(self._server))
        else:
            self._conclude(message)

    def fail(self, port: Port, detail: str) -> None:
        """Take the system's word that the server can't be reached; it may come late, when another port is in use."""
        if self._port is port:
            self._fault = Unreachable(Reason.NETWORK, detail)
            self._try()

    def late(self, number: int) -> None:
        """Try again where nothing came of the try of that number, counted from 0."""
        if self._port is not None and self._tries == number + 1:
            self._try()

    def stop(self) -> None:
        """Give up at once."""
        if self._stream is not None:
            self._stream.cancel()
        self._end(Unreachable(Reason.STOPPED))

    def _try(self) -> None:
        self._end_try()
        if self._tries == len(self._patience.tries_s):
            self._end(self._fault)
            return
        self._server = self._servers[self._tries % len(self._servers)]
        self._overdue.note(self, self._tries, self._patience.tries_s[self._tries])
        self._tries += 1
        self._port, self._id = self._server.send(self._question, self)

    def _end_try(self) -> None:
        if self._port is not None:
            self._port.forget(self._id)
            self._port = None

    def _read(self, wire: bytes, id_: int) -> Message | None:
        try:
            message = decode(wire, is_whole=False, asked=self._asked, name=self.name)
        except Malformed as fault:
            self._fault = Unreachable(Reason.MALFORMED, str(fault))
            return None
        return message if message.replies_to(id_, self.name, self.kind.number) else None

    def _conclude(self, message: Message) -> None:
        answer = answer_from(message, self.name, self.kind)
        if is_failure(message) and isinstance(answer, Unreachable) and self._tries < len(self._servers):
            self._fault = answer
            self._try()
            return
        self._end(answer)

    async def _over_stream(self, server: Server) -> None:
        id_ = self._chance.getrandbits(16)
        question, limit_s = id_.to_bytes(2) + self._question, self._patience.stream_s
        wire = await fetch(server.address, server.port, question, limit_s=limit_s, places=self._streams)
        if isinstance(wire, Unreachable):
            self._fault = wire
            self._try()
            return
        message = self._read(wire, id_)
        if message is None:
            self._fault = Unreachable(Reason.MALFORMED, "over TCP")
            self._try()
            return
        self._conclude(message)

    def _end(self, answer: Answer[object]) -> None:
        self._end_try()
        if not self._is_done:
            self._is_done = True
            self._finish(self, answer)
