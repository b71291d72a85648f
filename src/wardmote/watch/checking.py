"""How are domains looked at from a job, and their outcomes handed over while others are still being asked?

Questions are asked on an event loop in a thread of its own; whoever iterates stores what came, in small groups, and
the database waits for no server.
"""

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import structlog
from django.conf import settings

from wardmote.engines.checks.gather.dns.resolver import Resolver
from wardmote.engines.checks.gather.dns.system import system_servers
from wardmote.engines.checks.gather.loops import run
from wardmote.engines.checks.gather.reach import Reach
from wardmote.engines.checks.registry import checks
from wardmote.engines.checks.rounds import Outcome, Target, check_domains

# What is stored in one transaction: a commit costs as much as storing several domains.
MOST_IN_GROUP = 25
GROUP_WAITS_S = 0.5
# Who we say we are where the installation has no name of its own.
OWN_NAME = "checks.wardmote.example"

log = structlog.get_logger("wardmote.watch")


class Unwanted(Exception):
    """Nobody takes outcomes any more: ends a run."""


def new_resolver() -> Resolver:
    """Return a client of the installation's resolvers, or of the system's, for one run."""
    return Resolver(settings.WATCH_RESOLVERS or system_servers())


def new_reach() -> Reach | None:
    """Return the door through which one run makes its connections; none where only the DNS is to be asked."""
    if not settings.WATCH_CONNECTS:
        return None
    return Reach(
        allow=settings.ALLOW_PRIVATE_TARGETS,
        ports=settings.TARGET_PORTS,
        authorities=settings.WATCH_AUTHORITIES or None,
        greeting_name=settings.WATCH_GREETING or OWN_NAME,
    )


def outcomes_of(targets: Sequence[Target], *, at: datetime) -> Iterator[list[Outcome]]:
    """Yield outcomes in groups as they come: a group is full, or half a second passed. A fault of the run is raised.

    Whoever stops iterating ends the run with the next domain that is ready.
    """
    arrived: queue.SimpleQueue[Outcome | None] = queue.SimpleQueue()
    is_wanted = threading.Event()
    is_wanted.set()

    def hand_over(outcome: Outcome) -> None:
        if not is_wanted.is_set():
            raise Unwanted
        arrived.put(outcome)

    with ThreadPoolExecutor(1, thread_name_prefix="checks") as pool:
        look = pool.submit(lambda: run(_check(targets, at, hand_over)))
        look.add_done_callback(lambda _look: arrived.put(None))
        try:
            is_over = False
            while not is_over:
                group, is_over = _next_group(arrived)
                if group:
                    yield group
        finally:
            is_wanted.clear()
        look.result()


async def _check(targets: Sequence[Target], at: datetime, done: Callable[[Outcome], None]) -> None:
    async with new_resolver() as resolver:
        await check_domains(
            targets, resolver=resolver, reach=new_reach(), checks=checks(), at=at, done=done, faulted=_note_fault
        )


def _next_group(arrived: "queue.SimpleQueue[Outcome | None]") -> tuple[list[Outcome], bool]:
    """Return what came within the time of a group, and whether that was the last of all."""
    outcome = arrived.get()
    group: list[Outcome] = []
    while outcome is not None:
        group.append(outcome)
        if len(group) == MOST_IN_GROUP:
            return group, False
        try:
            outcome = arrived.get(timeout=GROUP_WAITS_S)
        except queue.Empty:
            return group, False
    return group, True


def _note_fault(domain: str, what: str, fault: BaseException) -> None:
    log.error("check broke", domain=domain, what=what, trouble=type(fault).__name__, says=str(fault)[:200])
