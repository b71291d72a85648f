"""How does a run of checks go on while a person waits: in order, with a bar, and to an orderly end at Ctrl-C?"""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from ..screen import notes
from .asking import Asked
from .findings import Run, Tally
from .plain import plain

if TYPE_CHECKING:
    from wardmote.engines.checks.facts import Answer
    from wardmote.engines.checks.facts.records import Soa
    from wardmote.engines.checks.rounds import Outcome

    from .forms import Writer

PATIENCE_S = 2.0


def refuse_dead_resolvers(asked: Asked) -> None:
    """Raise click.UsageError where no resolver answers even for the root: all else would only be unknown."""
    from wardmote.engines.checks.facts import Reason, Unreachable
    from wardmote.engines.checks.gather.loops import run as run_to_its_end

    answer = run_to_its_end(_ask_for_root(asked.servers))
    if isinstance(answer, Unreachable) and answer.reason in (Reason.TIMEOUT, Reason.NETWORK):
        named = " or ".join(f"{address} port {port}" for address, port in asked.servers)
        raise click.UsageError(
            f"No resolver answers at {named}, so nothing was checked: mend this machine's network, "
            "or name a resolver that answers with --resolver ADDRESS."
        )


async def _ask_for_root(servers: tuple[tuple[str, int], ...]) -> "Answer[Soa]":
    from wardmote.engines.checks.gather.dns.kinds import SOA
    from wardmote.engines.checks.gather.dns.resolver import Resolver

    async with Resolver(servers) as resolver:
        return await resolver.ask(".", SOA)


def run_all(asked: Asked, run: Run, writer: "Writer") -> Tally:
    """Check everything and write each outcome in its turn; what was finished is written at Ctrl-C too."""
    from wardmote.engines.checks.gather.loops import run as run_to_its_end

    tally = Tally()

    def take(outcome: "Outcome") -> None:
        tally.add(outcome)
        writer.add(outcome)

    turns = Turns((target.domain for target in asked.targets), take)
    try:
        run_to_its_end(_round(asked, run, turns.put, shows_bar=not (writer.is_streamed and writer.out.isatty())))
    except KeyboardInterrupt:
        tally.was_stopped = True
    turns.rest()
    writer.end(tally)
    return tally


async def _round(asked: Asked, run: Run, put: "Callable[[Outcome], None]", *, shows_bar: bool) -> None:
    from wardmote.engines.checks.gather.dns.resolver import Resolver
    from wardmote.engines.checks.rounds import check_domains

    faults = Faults()
    try:
        with _progress(len(asked.targets), is_shown=shows_bar) as advance:

            def done(outcome: "Outcome") -> None:
                put(outcome)
                advance()

            async with Resolver(asked.servers) as resolver:
                await check_domains(
                    asked.targets,
                    resolver=resolver,
                    reach=asked.reach,
                    checks=asked.checks,
                    at=run.at,
                    done=done,
                    faulted=faults.add,
                    limit_s=asked.limit_s,
                )
    finally:
        faults.tell()


class Turns:
    """Hands outcomes on in the order in which their domains were named, however they come."""

    def __init__(self, domains: Iterable[str], take: "Callable[[Outcome], None]") -> None:
        self._domains, self._take = iter(domains), take
        self._waiting: dict[str, Outcome] = {}
        self._next = next(self._domains, None)

    def put(self, outcome: "Outcome") -> None:
        """Take one, and hand on all whose turn has come."""
        self._waiting[outcome.domain] = outcome
        while self._next in self._waiting:
            self._take(self._waiting.pop(self._next))
            self._next = next(self._domains, None)

    def rest(self) -> None:
        """Hand on what was finished, past what wasn't."""
        for domain in self._domains:
            if domain in self._waiting:
                self._take(self._waiting.pop(domain))


class Faults:
    """Faults of our own, each kind of which is told once at the end."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], str] = {}

    def add(self, domain: str, what: str, fault: BaseException) -> None:
        """Note one."""
        sentence = f"{what} broke at {domain}: {type(fault).__name__}: {fault}"
        self._seen.setdefault((what, type(fault).__name__), sentence)

    def tell(self) -> None:
        """Say what is to be reported."""
        for sentence in self._seen.values():
            click.echo(f"A fault in Wardmote, please report it: {plain(sentence)}", err=True)


@contextmanager
def _progress(total: int, *, is_shown: bool) -> Iterator[Callable[[], None]]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    out = notes()
    columns = (TextColumn("Checking"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=out, transient=True, disable=not (out.is_terminal and is_shown))
    work = bar.add_task("", total=total)
    starting = asyncio.get_running_loop().call_later(PATIENCE_S, bar.start)
    try:
        yield lambda: bar.advance(work)
    finally:
        starting.cancel()
        bar.stop()
