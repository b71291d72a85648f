"""At which addresses is a name, of both families together?"""

from wardmote.engines.checks.facts import Absent, Answer, Answered, Missing, Unreachable
from wardmote.engines.checks.gather.dns.kinds import AAAA, A
from wardmote.engines.checks.gather.gathering import Sources


async def addresses_of(name: str, sources: Sources) -> Answer[str]:
    """Return IPv4 and IPv6 addresses. One family's are enough to know that there are some; absence needs both."""
    four, six = sources.ask(name, A), sources.ask(name, AAAA)
    return together(await four, await six)


async def some_address_of(name: str, sources: Sources) -> Answer[str]:
    """Return IPv4 addresses, or IPv6 addresses where there are none: enough to know that a name leads somewhere."""
    four = await sources.ask(name, A)
    return four if isinstance(four, Answered) else together(four, await sources.ask(name, AAAA))


def together(four: Answer[str], six: Answer[str]) -> Answer[str]:
    """Return one answer of two for the same name."""
    found = [answer for answer in (four, six) if isinstance(answer, Answered)]
    if found:
        records = tuple(record for answer in found for record in answer.records)
        return Answered(records, all(answer.is_authentic for answer in found), found[0].aliases)
    if isinstance(four, Unreachable):
        return four
    if isinstance(six, Unreachable):
        return six
    return six if isinstance(six, Absent) and six.kind is Missing.NXDOMAIN else four
