"""Who fetches which fact, and how are all facts of a domain fetched together?"""

import asyncio
import pkgutil
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from typing import Any, Generic, TypeVar

from wardmote.engines.checks.facts import Answer, Reason, Unreachable
from wardmote.engines.checks.facts.told import NOTHING_TOLD, Told
from wardmote.engines.checks.gather import gatherers as shelf
from wardmote.engines.checks.gather.dns.kinds import Kind
from wardmote.engines.checks.gather.dns.resolver import Asks
from wardmote.engines.checks.gather.reach import NOWHERE, Reach

F = TypeVar("F")
T = TypeVar("T")
# Told what broke (the name of a fact or the id of a check) and how.
Broken = Callable[[str, BaseException], None]
OWN_FAULT = Unreachable(Reason.STOPPED, "by a fault in Wardmote itself")
CLEARING_UP_S = 1.0
# What asks about no certificate and no date needs no moment.
NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Sources:
    """What gathering may use for one domain: who answers questions, for whom we ask, and who makes connections.

    `told` is what the domain's owner says of it, `at` the moment that certificates and files are judged by.
    """

    resolver: Asks
    client: str = ""
    reach: Reach = NOWHERE
    told: Told = NOTHING_TOLD
    at: datetime = NO_MOMENT

    def ask(self, name: str, kind: Kind[T], *, unchecked: bool = False) -> Awaitable[Answer[T]]:
        """Ask the DNS on the client's account."""
        return self.resolver.ask(name, kind, unchecked=unchecked, client=self.client)


async def answers_to(asked: Iterable[Awaitable[T]]) -> list[T]:
    """Return the answers to questions that have left already: no task for each, as `asyncio.gather` would make."""
    return [await one for one in list(asked)]


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


async def gather(
    domain: str,
    sources: Sources,
    wanted: Iterable[type[Any]],
    *,
    limit_s: float | None = None,
    broken: Broken | None = None,
) -> dict[type[Any], object]:
    """Fetch the facts wanted, all at once; Unreachable stands where one could not be had. See `judging.judge_all`.

    After `limit_s` what isn't known yet stays so, and what is known is kept. A fault in a gatherer is told to
    `broken` and leaves its fact unknown; without anybody to tell, it is raised.
    """
    return await gather_from(domain, dict.fromkeys(wanted, sources), limit_s=limit_s, broken=broken)


async def gather_from(
    domain: str,
    sources: Mapping[type[Any], Sources],
    *,
    limit_s: float | None = None,
    broken: Broken | None = None,
) -> dict[type[Any], object]:
    """Fetch facts as `gather` does, each from sources of its own."""
    tasks = {kind: asyncio.ensure_future(_fetch(kind, domain, source)) for kind, source in sources.items()}
    if not tasks:
        return {}
    try:
        _, late = await asyncio.wait(tasks.values(), timeout=limit_s)
    finally:
        for task in tasks.values():
            task.cancel()
    if late:
        await asyncio.wait(late, timeout=CLEARING_UP_S)
    return {kind: _result(kind, task, broken) for kind, task in tasks.items()}


async def _fetch(kind: type[Any], domain: str, sources: Sources) -> object:
    return await gatherers()[kind].gather(domain, sources)


def _result(kind: type[Any], task: "asyncio.Future[object]", broken: Broken | None) -> object:
    if not task.done() or task.cancelled():
        return Unreachable(Reason.STOPPED)
    fault = task.exception()
    if fault is None:
        return task.result()
    if broken is None:
        raise fault
    broken(kind.__name__, fault)
    return OWN_FAULT
