"""Is a domain only held, without mail to it or from it?"""

from wardmote.engines.checks.facts import Answer, Answered
from wardmote.engines.checks.facts.records import Mx, Txt
from wardmote.engines.checks.gather.dns.kinds import MX, TXT
from wardmote.engines.checks.gather.gathering import Sources
from wardmote.engines.checks.spf import is_spf


async def is_parked(domain: str, sources: Sources) -> bool:
    """Whether the owner says so, or the DNS does: no mail is taken (null MX), and nobody may send."""
    if sources.told.is_parked:
        return True
    servers, texts = sources.ask(domain, MX), sources.ask(domain, TXT)
    return refuses_mail(await servers) and sends_nothing(await texts)


def refuses_mail(servers: Answer[Mx]) -> bool:
    """Whether the one MX record is the null MX (RFC 7505)."""
    return isinstance(servers, Answered) and [record.exchange for record in servers.records] == ["."]


def takes_mail(servers: Answer[Mx]) -> bool:
    """Whether a server for mail is named."""
    return isinstance(servers, Answered) and any(record.exchange != "." for record in servers.records)


def sends_nothing(texts: Answer[Txt]) -> bool:
    """Whether the one SPF record says that nobody may send."""
    found = [record.text for record in texts.records if is_spf(record.text)] if isinstance(texts, Answered) else []
    return len(found) == 1 and found[0].lower().split() == ["v=spf1", "-all"]
