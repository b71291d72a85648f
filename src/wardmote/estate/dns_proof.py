"""Has a council published our token in its DNS? Only this one TXT record is read, and nothing else is contacted."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings

from wardmote.engines.checks.facts import Absent, Answered, Reason, Unreachable
from wardmote.engines.checks.facts.records import Txt
from wardmote.engines.checks.gather.dns.kinds import TXT
from wardmote.engines.checks.gather.dns.pace import Patience
from wardmote.engines.checks.gather.dns.resolver import Resolver
from wardmote.engines.checks.gather.dns.system import system_servers
from wardmote.engines.checks.gather.loops import run

from .names import said
from .proving import record_name, record_text

LONGEST_LOOK_S = 5.0
MOST_AT_ONCE, MOST_TEXTS = 50, 5
# Somebody waits for the answer: two tries fit the time, and one over TCP.
_PATIENCE = Patience(tries_s=(1.2, 1.8), stream_s=2.0)


class Look(StrEnum):
    """What became of a look at the DNS."""

    FOUND = "found"
    OTHER = "other"
    NOTHING = "nothing"
    NO_ANSWER = "no-answer"


@dataclass(frozen=True)
class Seen:
    """What stands where the token belongs: `texts` where others stand there, `why` where no answer came."""

    look: Look
    texts: tuple[str, ...] = ()
    why: str = ""

    @property
    def is_gone(self) -> bool:
        """Say whether the DNS said for certain that the token isn't there; silence is no such answer."""
        return self.look in (Look.OTHER, Look.NOTHING)


def look_for_token(name: str, token: str) -> Seen:
    """Return what the DNS shows of one token, within five seconds."""
    return look_for_tokens([(name, token)])[0]


def look_for_tokens(wanted: Sequence[tuple[str, str]]) -> tuple[Seen, ...]:
    """Return what the DNS shows of each token; `wanted` are names with the tokens that belong there."""
    return run(_look_for_all(wanted)) if wanted else ()


async def _look_for_all(wanted: Sequence[tuple[str, str]]) -> tuple[Seen, ...]:
    turns = asyncio.Semaphore(MOST_AT_ONCE)
    async with Resolver(settings.WATCH_RESOLVERS or system_servers(), patience=_PATIENCE) as resolver:
        return tuple(await asyncio.gather(*(_look(resolver, turns, name, token) for name, token in wanted)))


async def _look(resolver: Resolver, turns: asyncio.Semaphore, name: str, token: str) -> Seen:
    async with turns:
        try:
            async with asyncio.timeout(LONGEST_LOOK_S):
                answer = await resolver.ask(record_name(name), TXT)
        except TimeoutError:
            answer = Unreachable(Reason.TIMEOUT)
    match answer:
        case Answered(records=records):
            return _compare(records, token)
        case Absent():
            return Seen(Look.NOTHING)
        case Unreachable():
            # Details are for whoever runs this machine; the reader is told the kind of trouble.
            return Seen(Look.NO_ANSWER, why=Unreachable(answer.reason).words)


def _compare(records: tuple[Txt, ...], token: str) -> Seen:
    texts = [record.text.strip().strip('"') for record in records]
    if record_text(token) in texts:
        return Seen(Look.FOUND)
    return Seen(Look.OTHER, tuple(map(said, texts[:MOST_TEXTS]))) if texts else Seen(Look.NOTHING)
