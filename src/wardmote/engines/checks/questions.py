"""What do the judgements ask of the DNS, and what are they told?

Whoever evaluates a record writes a generator: it yields questions, is sent answers and returns its result. The same
code is then driven by a resolver that waits, by one that doesn't, and by a table in a test.
"""

from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Txt:
    """The TXT records of a name; each is one text, its strings joined and its bytes read as Latin-1."""

    name: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of a name as texts: A records for family 4, AAAA records for family 6."""

    name: str
    family: int = 4


@dataclass(frozen=True, slots=True)
class Mx:
    """The mail servers of a name, best preference first; the null MX is an empty text."""

    name: str


@dataclass(frozen=True, slots=True)
class Ptr:
    """The names of an address."""

    ip: str


Question = Txt | Addresses | Mx | Ptr


class Outcome(StrEnum):
    """How a question ended."""

    FOUND = "found"
    EMPTY = "empty"  # the name exists without such a record
    MISSING = "missing"  # there is no such name
    FAILED = "failed"  # nobody answered, or the answer was an error: not the same as missing


@dataclass(frozen=True, slots=True)
class Answer:
    """The records found, or why there are none; `aliases` are the names passed on the way to them."""

    outcome: Outcome
    records: tuple[str, ...] = ()
    reason: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def is_void(self) -> bool:
        """Whether the DNS said that there is nothing (RFC 7208, section 4.6.4)."""
        return self.outcome in (Outcome.EMPTY, Outcome.MISSING)

    @property
    def is_failed(self) -> bool:
        """Whether nothing is known."""
        return self.outcome is Outcome.FAILED


EMPTY = Answer(Outcome.EMPTY)
MISSING = Answer(Outcome.MISSING)


def found(*records: str) -> Answer:
    """Return the answer that holds these records; without any, the name exists without them."""
    return Answer(Outcome.FOUND, records) if records else EMPTY


def failed(reason: str = "") -> Answer:
    """Return the answer of a server that gave none."""
    return Answer(Outcome.FAILED, reason=reason)


Dialogue = Generator[Question, Answer, Result]


def converse(dialogue: Dialogue[Result], ask: Callable[[Question], Answer]) -> Result:
    """Lead a dialogue to its result, asking one question after the other."""
    try:
        question = next(dialogue)
        while True:
            question = dialogue.send(ask(question))
    except StopIteration as end:
        result: Result = end.value
        return result


async def converse_later(dialogue: Dialogue[Result], ask: Callable[[Question], Awaitable[Answer]]) -> Result:
    """Lead a dialogue to its result with a resolver that must be awaited."""
    try:
        question = next(dialogue)
        while True:
            question = dialogue.send(await ask(question))
    except StopIteration as end:
        result: Result = end.value
        return result
