"""Who fetches which fact, and how are all facts of a domain fetched together?"""

import asyncio
import pkgutil
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from typing import Any, Generic, TypeVar

from wardmote.engines.checks.facts import Answer, Unreachable
from wardmote.engines.checks.facts.told import NOTHING_TOLD, Told
from wardmote.engines.checks.gather import gatherers as shelf
from wardmote.engines.checks.gather.dns.kinds import Kind
from wardmote.engines.checks.gather.dns.resolver import Asks
from wardmote.engines.checks.gather.reach import NOWHERE, Reach

F = TypeVar("F")
T = TypeVar("T")


@dataclass(frozen=True)
class Sources:
    """What gathering may use for one domain: who answers questions, for whom we ask, and who makes connections.

    `told` is what the domain's owner says of it, `at` the moment that certificates and files are judged by.
    """

    resolver: Asks
    client: str = ""
    reach: Reach = NOWHERE
    told: Told = NOTHING_TOLD
    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    async def ask(self, name: str, kind: Kind[T], *, unchecked: bool = False) -> Answer[T]:
        """Ask the DNS on the client's account."""
        return await self.resolver.ask(name, kind, unchecked=unchecked, client=self.client)


@dataclass(frozen=True)
class Gatherer(Generic[F]):
    """Fetches one type of fact; one to a module in `gatherers/`, as its `GATHERER`."""

    gives: type[F]
    gather: Callable[[str, Sources], Awaitable[F | Unreachable]]


@cache
def gatherers() -> dict[type[Any], Gatherer[Any]]:
    """Every gatherer by the fact that it gives."""
    modules = (import_module(f"{shelf.__name__}.{found.name}") for found in pkgutil.iter_modules(shelf.__path__))
    return {gatherer.gives: gatherer for gatherer in (module.GATHERER for module in modules)}


async def gather(domain: str, sources: Sources, wanted: Iterable[type[Any]]) -> dict[type[Any], object]:
    """Fetch the facts wanted, all at once; Unreachable stands where one could not be had. See `judging.judge_all`."""
    known, types = gatherers(), tuple(dict.fromkeys(wanted))
    facts = await asyncio.gather(*(known[kind].gather(domain, sources) for kind in types))
    return dict(zip(types, facts, strict=True))
