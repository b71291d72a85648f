"""Who waits for the answer to a question, and what is it?"""

import asyncio
from collections.abc import Generator
from typing import Any, Generic, TypeVar

from wardmote.engines.checks.facts import Answer

T = TypeVar("T")


class Reply(Generic[T]):
    """The answer to one question for all who await it, at any time and as often as they like.

    Whoever awaits what is known goes on at once. Whoever is cancelled does no harm to the others.
    """

    __slots__ = ("_answer", "_waiters")

    def __init__(self, answer: Answer[T] | None = None) -> None:
        self._answer = answer
        self._waiters: list[asyncio.Future[None]] = []

    def __await__(self) -> Generator[Any, None, Answer[T]]:
        while self._answer is None:
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiters.append(waiter)
            yield from waiter
        return self._answer

    def settle(self, answer: Answer[T]) -> None:
        """Give the answer to everybody."""
        self._answer = answer
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)
        self._waiters = []
