"""Would the domain still be found if one name server or one network failed?"""

from functools import lru_cache
from ipaddress import ip_address, ip_network

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts import Absent, Answered, Missing, Unreachable
from wardmote.engines.checks.facts.domain import Delegation, NameServer
from wardmote.engines.checks.facts.records import absolute
from wardmote.engines.checks.judging import unknown
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

_FEWEST_SERVERS = 2
_NETWORK_BITS = {4: 24, 6: 48}


def judge(delegation: Delegation) -> Finding:
    """Answer from the servers named and the networks that their addresses lie in (RFC 2182, sections 3 and 5)."""
    if not delegation.exists:
        return Finding(Verdict.BAD, "The domain does not exist.", (), Severity.HIGH, "Renew or delegate the domain.")
    if not delegation.servers:
        return Finding(Verdict.NOT_APPLICABLE, "The domain is no zone of its own.")
    shown = tuple(_line(delegation, server) for server in delegation.servers)
    for server in delegation.servers:
        if isinstance(server.addresses, Absent):
            return _lost(delegation, server, shown)
    if len(delegation.servers) < _FEWEST_SERVERS:
        return Finding(Verdict.BAD, "There is only one name server.", shown, Severity.HIGH)
    if _are_apart(delegation.servers):
        return Finding(Verdict.GOOD, f"There are {len(shown)} name servers in more than one network.", shown)
    for server in delegation.servers:
        if isinstance(server.addresses, Unreachable):
            return unknown(server.addresses, f"where {server.name} is")
    return Finding(Verdict.WEAK, "All name servers are in one network.", shown, Severity.LOW)


def _lost(delegation: Delegation, server: NameServer, shown: tuple[str, ...]) -> Finding:
    is_gone = isinstance(server.addresses, Absent) and server.addresses.kind is Missing.NXDOMAIN
    says = f"The name server {server.name} {'does not exist' if is_gone else 'has no address'}."
    severity = Severity.CRITICAL if is_gone else Severity.HIGH
    return Finding(Verdict.BAD, says, shown, severity, f"Delete or correct the record: {_line(delegation, server)}")


def _are_apart(servers: tuple[NameServer, ...]) -> bool:
    networks: dict[int, set[str]] = {4: set(), 6: set()}
    for server in servers:
        for text in server.addresses.records if isinstance(server.addresses, Answered) else ():
            version, network = _network_of(text)
            networks[version].add(network)
    return any(len(found) > 1 for found in networks.values())


@lru_cache(maxsize=4_096)
def _network_of(address: str) -> tuple[int, str]:
    """Return the family and the network of an address; thousands of domains share some hundred servers."""
    version = ip_address(address).version
    return version, str(ip_network(f"{address}/{_NETWORK_BITS[version]}", strict=False))


def _line(delegation: Delegation, server: NameServer) -> str:
    return f"{absolute(delegation.domain)} NS {absolute(server.name)}"


CHECK = Check(
    module=__name__,
    asks=Delegation,
    judge=judge,
    title="Name servers stand apart",
    why="When the only name server or its network fails, nobody finds the council's web site or mail. "
    "Whoever registers the name of a server that no longer exists can answer for the council.",
    fix="Have the DNS provider add a second name server in another network.",
    references=(Reference("RFC 2182", "section 5"), Reference("RFC 1034", "section 4.1")),
    caf=("B5.b",),
)
