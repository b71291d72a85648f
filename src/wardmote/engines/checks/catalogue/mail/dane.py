"""Do the certificates of the mail servers fit the TLSA records that senders hold them to?"""

from wardmote.engines.checks import dane
from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts import Answered, Unreachable
from wardmote.engines.checks.facts.records import Tlsa, absolute
from wardmote.engines.checks.facts.transport import MailHost, MailTransport
from wardmote.engines.checks.judging import unknown
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict


def judge(transport: MailTransport) -> Finding:
    """Answer where there are TLSA records: nobody must publish them, but they must fit (RFC 7672, section 2.2)."""
    held = [(host, records) for host in transport.hosts if (records := _records(host))]
    shown = tuple(f"{_owner(host)} TLSA {record}" for host, records in held for record in sorted(records))
    usable = [(host, kept) for host, records in held if (kept := tuple(filter(dane.is_usable, records)))]
    for host, records in usable:
        if fault := _fault(host, records, transport):
            return Finding(Verdict.BAD, fault, shown, Severity.HIGH, _fix(host))
    if len(usable) < len(held):
        lost = next(host for host, records in held if not any(map(dane.is_usable, records)))
        says = f"No sender can use the TLSA records of {lost.name}: mail takes only usages 2 and 3."
        return Finding(Verdict.WEAK, says, shown, Severity.LOW, _fix(lost))
    if found := _untold(transport, usable):
        return found
    if not held:
        return Finding(Verdict.NOT_APPLICABLE, _none(transport))
    if not transport.is_signed:
        says = "The mail servers' TLSA records fit, but they count for the domain only once it is signed (DNSSEC)."
        return Finding(Verdict.NOT_APPLICABLE, says, shown)
    bare = [host for host in transport.hosts if not _records(host)]
    if bare:
        says = f"{bare[0].name} has no TLSA record, so an attacker can steer mail to it that nobody checks."
        return Finding(Verdict.WEAK, says, shown, Severity.LOW, _fix(bare[0]))
    return Finding(Verdict.GOOD, "Every mail server's certificate fits its TLSA records.", shown)


def _fault(host: MailHost, records: tuple[Tlsa, ...], transport: MailTransport) -> str:
    if host.why_unknown:
        return ""
    if host.handshake is None:
        return f"Senders that honour DANE hold mail to {host.name} back: it has TLSA records, but doesn't encrypt."
    if dane.fits(records, host.handshake, (host.name, transport.domain), transport.at):
        return ""
    return f"Senders that honour DANE hold mail to {host.name} back: its certificate fits none of its TLSA records."


def _untold(transport: MailTransport, usable: list[tuple[MailHost, tuple[Tlsa, ...]]]) -> Finding | None:
    for host in transport.hosts:
        if isinstance(host.tlsa, Unreachable):
            return unknown(host.tlsa, f"the TLSA records of {host.name}")
    for host, _ in usable:
        if host.why_unknown:
            return unknown(host.why_unknown, host.name)
    return None


def _none(transport: MailTransport) -> str:
    if not transport.hosts:
        return "No mail is taken at the domain."
    return "The mail servers have no TLSA records that count. DANE is optional; MTA-STS protects mail too."


def _records(host: MailHost) -> tuple[Tlsa, ...]:
    return host.tlsa.records if isinstance(host.tlsa, Answered) else ()


def _owner(host: MailHost) -> str:
    return f"_25._tcp.{absolute(host.name)}"


def _fix(host: MailHost) -> str:
    seen = host.handshake.certificate if host.handshake else None
    if seen is None or not seen.spki_sha256:
        return f"Let {host.name} encrypt with a certificate, and publish a TLSA record for its key; or delete them all."
    return f"If {host.name} is meant to have this key, publish: {_owner(host)} TLSA 3 1 1 {seen.spki_sha256}"


CHECK = Check(
    module=__name__,
    asks=MailTransport,
    judge=judge,
    title="TLSA records fit the mail servers",
    why="A TLSA record that doesn't fit stops mail from everybody who honours DANE, and nobody tells the council.",
    fix="Publish TLSA records that fit the mail servers' certificates, or delete them.",
    references=(
        Reference("RFC 7672", "section 2.2"),
        Reference("RFC 7672", "section 3.1"),
        Reference("RFC 6698", "section 2.1"),
    ),
    caf=("B3.b",),
)
