"""Do the mail servers' certificates hold: trusted, for the server's own name, and not about to end?"""

from datetime import datetime, timedelta

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.dane import fits_server
from wardmote.engines.checks.facts import Answered, Unreachable
from wardmote.engines.checks.facts.certificates import Certificate, Handshake
from wardmote.engines.checks.facts.transport import MailCertificates, MailHost, MtaStsPolicy, PolicyFile
from wardmote.engines.checks.judging import unknown
from wardmote.engines.checks.published.mta_sts import StsMode, read_sts_policy
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

# A certificate is renewed in the last third of its life; where that is long, in its last two weeks at the latest.
_SOON, _PART = timedelta(days=14), 3


def judge(certificates: MailCertificates) -> Finding:
    """Answer for each server that showed a certificate; only a policy makes senders insist (RFC 8461, section 4.2)."""
    hosts, at = certificates.transport.hosts, certificates.transport.at
    seen = [(host, host.handshake) for host in hosts if host.handshake]
    shown = tuple(_line(host, handshake.certificate) for host, handshake in seen if handshake.certificate)
    if found := _refused(seen, certificates, shown) or _ending(seen, at, shown):
        return found
    for host in hosts:
        if host.why_unknown:
            return unknown(host.why_unknown, host.name)
        if host.handshake and host.handshake.is_turned_away:
            says = f"Nothing is known of who trusts the certificate of {host.name}: {host.handshake.trouble}."
            return Finding(Verdict.UNKNOWN, says, shown)
    if not seen:
        return Finding(Verdict.NOT_APPLICABLE, "No mail server shows a certificate.")
    ends = min((shake.certificate.ends for _, shake in seen if shake.certificate), default=at)
    subject = f"The certificate of {seen[0][0].name} holds" if len(seen) == 1 else f"All {len(seen)} certificates hold"
    return Finding(Verdict.GOOD, f"{subject}; {'it' if len(seen) == 1 else 'the first'} ends on {_day(ends)}.", shown)


def _refused(
    seen: list[tuple[MailHost, Handshake]], certificates: MailCertificates, shown: tuple[str, ...]
) -> Finding | None:
    troubled = [(host, shake) for host, shake in seen if shake.trouble]
    for host, shake in troubled:
        if _is_enforced(certificates.policy, host.name):
            says = f"Senders that honour the MTA-STS policy hold mail to {host.name} back: {shake.trouble}."
            return Finding(Verdict.BAD, says, shown, Severity.CRITICAL, _renew(host.name))
    for host, shake in troubled:
        if not shake.is_turned_away and not _is_pinned(host, shake, certificates):
            says = f"Whoever checks the certificate of {host.name} refuses it: {shake.trouble}."
            return Finding(Verdict.WEAK, says, shown, Severity.LOW, _renew(host.name))
    return None


def _ending(seen: list[tuple[MailHost, Handshake]], at: datetime, shown: tuple[str, ...]) -> Finding | None:
    held = [(host, shake.certificate) for host, shake in seen if shake.certificate]
    ending = [(host, certificate) for host, certificate in held if _ends_soon(certificate, at)]
    if not ending:
        return None
    host, certificate = min(ending, key=lambda each: each[1].ends)
    when = "ended" if certificate.ends <= at else "ends"
    says = f"The certificate of {host.name} {when} on {_day(certificate.ends)}."
    fix = f"Renew the certificate of {host.name} now, and let it renew itself from then on."
    return Finding(Verdict.WEAK, says, shown, Severity.MEDIUM, fix)


def _renew(name: str) -> str:
    return (
        f"Install a certificate for the name {name} from a public authority, with every certificate between, and let "
        "it renew itself."
    )


def _is_pinned(host: MailHost, shake: Handshake, certificates: MailCertificates) -> bool:
    """Whether DANE vouches for the server's own certificate; who issued it doesn't matter then."""
    if not certificates.transport.is_signed or not isinstance(host.tlsa, Answered):
        return False
    return fits_server(host.tlsa.records, shake)


def _is_enforced(policy: MtaStsPolicy | Unreachable, server: str) -> bool:
    if not isinstance(policy, MtaStsPolicy) or not isinstance(policy.file, PolicyFile) or not policy.file.text:
        return False
    read = read_sts_policy(policy.file.text)
    return read.is_valid and read.mode is StsMode.ENFORCE and read.covers(server)


def _ends_soon(certificate: Certificate, at: datetime) -> bool:
    return certificate.ends - at < min(_SOON, (certificate.ends - certificate.begins) / _PART)


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def _line(host: MailHost, certificate: Certificate) -> str:
    names = ", ".join(certificate.names[:5]) or certificate.subject
    return f"{host.name}: {names}; issued by {certificate.issuer}; ends on {_day(certificate.ends)}"


CHECK = Check(
    module=__name__,
    asks=MailCertificates,
    judge=judge,
    title="Mail servers show certificates that hold",
    why="Without a certificate that can be checked, a sender can't tell the council's mail server from an impostor.",
    fix="Install certificates from a public authority for the names in the MX records, and let them renew themselves.",
    references=(
        Reference("RFC 8461", "section 4.2"),
        Reference("RFC 7817", "section 3"),
        Reference("RFC 9325", "section 3.1"),
    ),
    caf=("B3.b",),
)
