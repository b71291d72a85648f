"""How does the resolver answer the questions of those who evaluate a record step by step?"""

from dataclasses import replace
from ipaddress import ip_address
from typing import TypeVar

from wardmote.engines.checks import questions
from wardmote.engines.checks.facts import Answer, Answered, Missing, Unreachable
from wardmote.engines.checks.gather.dns.kinds import AAAA, MX, PTR, TXT, A
from wardmote.engines.checks.gather.dns.resolver import Asks

T = TypeVar("T")


async def answer(question: questions.Question, asks: Asks, *, client: str = "") -> questions.Answer:
    """Ask what a dialogue wants to know: `converse_later(dialogue, partial(answer, asks=resolver))`."""
    match question:
        case questions.Txt(name):
            found = await asks.ask(name, TXT, client=client)
            return _told(found, tuple(b"".join(r.strings).decode("latin-1") for r in _records(found)))
        case questions.Mx(name):
            servers = await asks.ask(name, MX, client=client)
            return _told(servers, tuple(mx.exchange.rstrip(".") for mx in sorted(_records(servers))))
        case questions.Ptr(ip):
            names = await asks.ask(ip_address(ip).reverse_pointer, PTR, client=client)
            return _told(names, _records(names))
        case questions.Addresses(name, family):
            places = await asks.ask(name, AAAA if family == 6 else A, client=client)
            return _told(places, _records(places))


def _records(answer: Answer[T]) -> tuple[T, ...]:
    return answer.records if isinstance(answer, Answered) else ()


def _told(answer: Answer[object], records: tuple[str, ...]) -> questions.Answer:
    if isinstance(answer, Unreachable):
        return questions.failed(answer.words)
    if isinstance(answer, Answered):
        told = questions.found(*records)
    else:
        told = questions.MISSING if answer.kind is Missing.NXDOMAIN else questions.EMPTY
    return replace(told, aliases=answer.aliases) if answer.aliases else told
