"""Does the domain say where its mail goes, or that it takes none?"""

from ipaddress import ip_address

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts import Absent, Answered, Missing, Unreachable
from wardmote.engines.checks.facts.mail import MailServer, MailServers
from wardmote.engines.checks.facts.records import absolute
from wardmote.engines.checks.judging import unknown
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict


def judge(mail: MailServers) -> Finding:
    """Answer from the MX records and where they lead (RFC 5321, section 5.1; RFC 7505)."""
    if mail.alias:
        says = f"The name is an alias of {mail.alias}: what holds for mail is said there."
        return Finding(Verdict.NOT_APPLICABLE, says)
    if not mail.servers:
        return _without_mx(mail)
    shown = tuple(_line(mail, server) for server in mail.servers)
    if mail.refuses_mail:
        return Finding(Verdict.GOOD, "The domain takes no mail, and says so.", shown)
    if mail.is_parked:
        return _still_taking(mail, shown)
    for server in mail.servers:
        if fault := _fault(server):
            fix = f"Delete or correct the record: {_line(mail, server)}"
            return Finding(Verdict.BAD, fault, shown, Severity.HIGH, fix)
    for server in mail.servers:
        if isinstance(server.addresses, Unreachable):
            return unknown(server.addresses, f"where {server.record.exchange} is")
    aliases = [s for s in mail.servers if isinstance(s.addresses, Answered) and s.addresses.aliases]
    if aliases:
        says = f"{aliases[0].record.exchange} is an alias; a mail server is to be named directly."
        return Finding(Verdict.WEAK, says, shown, Severity.LOW, _direct(mail, aliases[0]))
    names = ", ".join(server.record.exchange for server in mail.servers)
    return Finding(Verdict.GOOD, f"Mail goes to {names}.", shown)


def _still_taking(mail: MailServers, shown: tuple[str, ...]) -> Finding:
    fix = f"Publish this in place of the MX records: {absolute(mail.domain)} MX 0 ."
    return Finding(Verdict.WEAK, "The domain is only held, and yet mail to it is taken.", shown, Severity.LOW, fix)


def _without_mx(mail: MailServers) -> Finding:
    name = absolute(mail.domain)
    if mail.has_address:
        fix = f"If the domain takes mail, publish: {name} MX 10 {name} – or, if it takes none: {name} MX 0 ."
        says = "There is no MX record, so mail goes to the address of the domain itself."
        return Finding(Verdict.WEAK, says, (), Severity.MEDIUM, fix)
    says = "There is no MX record, and nothing says that no mail is taken."
    return Finding(Verdict.WEAK, says, (), Severity.LOW, f"If the domain takes no mail, publish: {name} MX 0 .")


def _fault(server: MailServer) -> str:
    name = server.record.exchange
    if name == ".":
        return "One record says that no mail is taken, and another names a server."
    if _is_address(name):
        return f"{name} is an address; an MX record must name a server."
    if isinstance(server.addresses, Absent):
        return f"{name} {'does not exist' if server.addresses.kind is Missing.NXDOMAIN else 'has no address'}."
    return ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _direct(mail: MailServers, server: MailServer) -> str:
    target = server.addresses.aliases[-1] if isinstance(server.addresses, Answered) else ""
    return f"Publish instead: {absolute(mail.domain)} MX {server.record.preference} {absolute(target)}"


def _line(mail: MailServers, server: MailServer) -> str:
    return f"{absolute(mail.domain)} MX {server.record}"


CHECK = Check(
    module=__name__,
    asks=MailServers,
    judge=judge,
    title="The domain says where its mail goes",
    why="Without MX records mail tries the web server's address, and mail to a domain that takes none waits for days.",
    fix="Publish an MX record for each mail server, or the null MX if the domain takes no mail.",
    references=(
        Reference("RFC 5321", "section 5.1"),
        Reference("RFC 7505", "section 3"),
        Reference("RFC 2181", "section 10.3"),
    ),
    caf=("B4.b", "B5.b"),
)
