"""Which of a domain's usual names and mail servers lead into somebody's own network?"""

from wardmote.engines.checks.facts import Answered, Unreachable
from wardmote.engines.checks.facts.domain import Host, InsideAddresses
from wardmote.engines.checks.gather.gatherers.hosts import gather as hosts_of
from wardmote.engines.checks.gather.gatherers.mail_servers import gather as mail_servers_of
from wardmote.engines.checks.gather.gathering import Gatherer, Sources
from wardmote.engines.checks.targets import is_inside


async def gather(domain: str, sources: Sources) -> InsideAddresses:
    """Look at answers that others ask for as well; places that this installation may visit are not counted."""
    known, mail = await hosts_of(domain, sources), await mail_servers_of(domain, sources)
    hosts = list(known.hosts)
    if isinstance(mail, Unreachable):
        hosts.append(Host(domain, mail))
    else:
        hosts += [Host(server.record.exchange, server.addresses) for server in mail.servers]
    found = dict.fromkeys(place for host in hosts for place in _inside(host, sources))
    unknown = next((host for host in hosts if isinstance(host.addresses, Unreachable)), None)
    return InsideAddresses(domain, tuple(found), unknown)


def _inside(host: Host, sources: Sources) -> list[tuple[str, str]]:
    """Return the owners of address records and the addresses inside; an alias's records stand at its target."""
    if not isinstance(host.addresses, Answered):
        return []
    owner = (host.name, *host.addresses.aliases)[-1]
    inside = [address for address in host.addresses.records if is_inside(address)]
    return [(owner, address) for address in inside if not sources.reach.permits(address)]


GATHERER = Gatherer(gives=InsideAddresses, gather=gather)
