"""How are many domains checked in one run: few at once, none for too long, and no fault of one a fault of another?"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wardmote.engines.checks.check import Check
from wardmote.engines.checks.facts import Unreachable
from wardmote.engines.checks.facts.told import NOTHING_TOLD, Told
from wardmote.engines.checks.gather.dns.resolver import Asks
from wardmote.engines.checks.gather.gathering import OWN_FAULT, Broken, Sources, gather_from
from wardmote.engines.checks.gather.line import Line
from wardmote.engines.checks.gather.reach import NOWHERE, Reach
from wardmote.engines.checks.grading import Grade, grade
from wardmote.engines.checks.judging import Facts, judge, unknown
from wardmote.engines.checks.verdicts import Finding

AT_ONCE = 100
LIMIT_S = 90.0


@dataclass(frozen=True)
class Target:
    """A domain to check, for whom (the limit of questions to one council's servers), and what its owner tells of it."""

    domain: str
    client: str = ""
    told: Told = NOTHING_TOLD


@dataclass(frozen=True)
class Outcome:
    """What a domain's checks came to. `facts` are what was gathered; drop the outcome to be rid of them."""

    target: Target
    findings: Mapping[str, Finding]
    grade: Grade
    seconds: float
    facts: Facts = field(default_factory=dict, repr=False, compare=False)

    @property
    def domain(self) -> str:
        """The domain's name."""
        return self.target.domain


# Told of each fault of our own: the domain, what broke and how.
Faulted = Callable[[str, str, BaseException], None]


async def check_domains(
    targets: Iterable[Target],
    *,
    resolver: Asks,
    reach: Reach | None,
    checks: Sequence[Check[Any]],
    at: datetime,
    done: Callable[[Outcome], None],
    faulted: Faulted | None = None,
    at_once: int = AT_ONCE,
    limit_s: float = LIMIT_S,
) -> None:
    """Check each target, and hand over each outcome as soon as it is there, in no particular order.

    A target is only taken when there is a place for it, so that a generator of thousands stays one. Without a reach
    nothing is connected to, and checks that would need a connection are left out of the outcome. After `limit_s` a
    domain's facts that aren't there yet are unknown. Faults of gatherers and judges are told to `faulted` and make
    findings unknown; those of `targets` and `done` end the run.
    """
    line = iter(targets)

    async def work() -> None:
        for target in line:
            broken = _broken(target.domain, faulted)
            done(await _outcome(target, resolver, reach, checks, at, limit_s, broken))

    workers = [asyncio.ensure_future(work()) for _ in range(at_once)]
    try:
        await asyncio.gather(*workers)
    finally:
        for worker in workers:
            worker.cancel()


def _broken(domain: str, faulted: Faulted | None) -> Broken:
    def broken(what: str, fault: BaseException) -> None:
        if faulted:
            faulted(domain, what, fault)

    return broken


async def _outcome(
    target: Target,
    resolver: Asks,
    reach: Reach | None,
    checks: Sequence[Check[Any]],
    at: datetime,
    limit_s: float,
    broken: Broken,
) -> Outcome:
    clock = asyncio.get_running_loop().time
    began = clock()
    sources = _sources(target, resolver, reach, checks, at)
    facts = await gather_from(target.domain, sources, limit_s=limit_s, broken=broken)
    judged = [check for check in checks if not _wanted_connection(sources[check.asks])]
    findings = {check.id: _finding(check, facts[check.asks], broken) for check in judged}
    return Outcome(target, findings, grade(findings), clock() - began, facts)


def _sources(
    target: Target, resolver: Asks, reach: Reach | None, checks: Sequence[Check[Any]], at: datetime
) -> dict[type[Any], Sources]:
    wanted = dict.fromkeys(check.asks for check in checks)
    if reach is not None:
        return dict.fromkeys(wanted, Sources(resolver, target.client, reach, target.told, at))
    return {kind: Sources(resolver, target.client, _Untouched(), target.told, at) for kind in wanted}


def _wanted_connection(sources: Sources) -> bool:
    return isinstance(sources.reach, _Untouched) and sources.reach.was_wanted


def _finding(check: Check[Any], fact: Any, broken: Broken) -> Finding:
    try:
        return judge(check, fact)
    except Exception as fault:  # noqa: BLE001 - one judge's fault must not cost the other findings, and it is told
        broken(check.id, fault)
        return unknown(OWN_FAULT)


class _Untouched(Reach):
    """Connects to nothing, and notes whether a fact would have needed a connection."""

    def __init__(self) -> None:
        vars(self).update(vars(NOWHERE))  # there is one for each fact, and none of them writes to what they share
        self.was_wanted = False

    @asynccontextmanager
    async def connect(self, address: str, port: int) -> AsyncIterator[Line | Unreachable]:
        """Note the wish, and refuse."""
        self.was_wanted = True
        async with super().connect(address, port) as refusal:
            yield refusal
