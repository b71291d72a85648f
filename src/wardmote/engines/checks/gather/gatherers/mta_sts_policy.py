"""Which MTA-STS policy does the domain serve (RFC 8461, section 3.3)?"""

from functools import partial

from wardmote.engines.checks.facts import Absent, Answered, Reason, Unreachable
from wardmote.engines.checks.facts.transport import MtaStsPolicy, PolicyFile
from wardmote.engines.checks.gather.addresses import some_address_of
from wardmote.engines.checks.gather.dns.kinds import MX, TXT
from wardmote.engines.checks.gather.gathering import Gatherer, Sources
from wardmote.engines.checks.gather.http import HttpLine, Response
from wardmote.engines.checks.gather.tls import Refusal, look, shake
from wardmote.engines.checks.published.mta_sts import LONGEST_POLICY, is_sts
from wardmote.engines.checks.shown import shown

PORT = 443
PATH = "/.well-known/mta-sts.txt"
_MOST_ADDRESSES = 2


async def gather(domain: str, sources: Sources) -> MtaStsPolicy | Unreachable:
    """Fetch the policy where one record announces it, once in a run."""
    asked = sources.ask(f"_mta-sts.{domain}", TXT), sources.ask(domain, MX)
    texts, servers = await asked[0], await asked[1]
    if isinstance(texts, Unreachable):
        return texts
    if isinstance(servers, Unreachable):
        return servers
    records = sorted(servers.records) if isinstance(servers, Answered) else []
    names = tuple(dict.fromkeys(record.exchange for record in records if record.exchange != "."))
    found = [record.text for record in texts.records] if isinstance(texts, Answered) else []
    if len([text for text in found if is_sts(text)]) != 1:
        return MtaStsPolicy(domain, names)
    file = await sources.reach.once(("mta-sts", domain), partial(_file, f"mta-sts.{domain}", sources))
    return MtaStsPolicy(domain, names, file)


async def _file(host: str, sources: Sources) -> PolicyFile | Absent | Unreachable:
    addresses = await some_address_of(host, sources)
    if not isinstance(addresses, Answered):
        return addresses
    found: PolicyFile | Unreachable = Unreachable(Reason.NETWORK, f"{host} has no address")
    for address in addresses.records[:_MOST_ADDRESSES]:
        found = await _file_at(address, host, sources)
        if isinstance(found, PolicyFile):
            return found
    return found


async def _file_at(address: str, host: str, sources: Sources) -> PolicyFile | Unreachable:
    """Ask as a sender does: a certificate that holds, and no redirect followed."""
    dial = partial(sources.reach.connect, address, PORT)
    async with dial() as line:
        if isinstance(line, Unreachable):
            return line
        shaken = await shake(line, host, sources.reach)
        if isinstance(shaken, Unreachable):
            return shaken
        if not isinstance(shaken, Refusal):
            response = await HttpLine(line, host).get(PATH, most=LONGEST_POLICY)
            return response if isinstance(response, Unreachable) else _read(response)
    seen = await look(dial, host, sources.reach, shaken)
    return seen if isinstance(seen, Unreachable) else PolicyFile(trouble=seen.trouble or shaken.trouble)


def _read(response: Response) -> PolicyFile:
    return PolicyFile(
        status=response.status,
        content_type=shown(response.first("content-type").partition(";")[0].strip().lower()),
        text=response.body.decode("utf-8", "replace") if response.status == 200 else "",
        is_whole=response.is_whole,
        leads_to=shown(response.first("location")),
    )


GATHERER = Gatherer(gives=MtaStsPolicy, gather=gather)
