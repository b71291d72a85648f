"""Does a name of the domain lead to a place that somebody else could take over?"""

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts import Absent, Answered, Missing, Unreachable
from wardmote.engines.checks.facts.domain import Host, Hosts
from wardmote.engines.checks.facts.records import absolute
from wardmote.engines.checks.judging import unknown
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

# Below these, anybody may claim a name that is free again.
_CLAIMABLE = (
    ".azurewebsites.net",
    ".azureedge.net",
    ".azurefd.net",
    ".cloudapp.net",
    ".cloudapp.azure.com",
    ".trafficmanager.net",
    ".blob.core.windows.net",
    ".amazonaws.com",
    ".elasticbeanstalk.com",
    ".github.io",
    ".herokuapp.com",
)


def judge(hosts: Hosts) -> Finding:
    """Answer from where each name's alias ends (RFC 1034, section 3.6.2)."""
    lost = [host for host in hosts.hosts if _ends(host, Missing.NXDOMAIN)]
    if lost:
        return _taken_over(hosts, lost)
    for host in hosts.hosts:
        if isinstance(host.addresses, Unreachable):
            return unknown(host.addresses, host.name)
    empty = [host for host in hosts.hosts if _ends(host, Missing.NODATA)]
    if empty:
        says = f"{_names(empty)} leads to a name without an address."
        return Finding(Verdict.WEAK, says, _lines(empty), Severity.LOW, _delete(empty))
    aliases = [host for host in hosts.hosts if isinstance(host.addresses, Answered) and host.addresses.aliases]
    return Finding(Verdict.GOOD, "No alias leads nowhere.", _lines(aliases))


def _ends(host: Host, missing: Missing) -> bool:
    return isinstance(host.addresses, Absent) and bool(host.addresses.aliases) and host.addresses.kind is missing


def _taken_over(hosts: Hosts, lost: list[Host]) -> Finding:
    targets = [target for host in lost for target in _aliases(host)[-1:]]
    severity = Severity.MEDIUM
    if any(not target.endswith(f".{hosts.domain}") for target in targets):
        severity = Severity.HIGH
    if any(target.endswith(_CLAIMABLE) for target in targets):
        severity = Severity.CRITICAL
    says = f"{_names(lost)} leads to a name that does not exist: {', '.join(targets)}."
    return Finding(Verdict.BAD, says, _lines(lost), severity, _delete(lost))


def _aliases(host: Host) -> tuple[str, ...]:
    return () if isinstance(host.addresses, Unreachable) else host.addresses.aliases


def _names(hosts: list[Host]) -> str:
    return ", ".join(host.name for host in hosts)


def _lines(hosts: list[Host]) -> tuple[str, ...]:
    return tuple(f"{absolute(host.name)} CNAME {absolute(_aliases(host)[0])}" for host in hosts)


def _delete(hosts: list[Host]) -> str:
    return f"Delete the record, or set up its target again: {'; '.join(_lines(hosts))}"


CHECK = Check(
    module=__name__,
    asks=Hosts,
    judge=judge,
    title="No alias leads nowhere",
    why="Whoever registers the name that an alias still leads to can show a web page under the council's name.",
    fix="Delete aliases before you give up the service that they lead to.",
    references=(Reference("RFC 1034", "section 3.6.2"), Reference("RFC 1912", "section 2.4")),
    caf=("A3.a", "B4.b"),
)
