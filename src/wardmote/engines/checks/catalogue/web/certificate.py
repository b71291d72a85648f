"""Does the website show a certificate that browsers take, and for how long will they?"""

from datetime import datetime, timedelta

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts.certificates import Certificate
from wardmote.engines.checks.facts.web import Shaken, Website
from wardmote.engines.checks.judging import unknown
from wardmote.engines.checks.judging_web import NO_WEBSITE
from wardmote.engines.checks.published.visible import shortened, visible
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

# Certificates that live for weeks are renewed in their last days, so a short life shortens both spans.
_SOON, _VERY_SOON = timedelta(days=21), timedelta(days=7)
_SHORTEST_RSA = 2048
_BROKEN_HASHES = ("md5", "sha1")


def judge(site: Website) -> Finding:
    """Answer from the handshakes with the domain's own hosts, the worst of them first (RFC 5280, section 6)."""
    if not site.start:
        return NO_WEBSITE
    own = [each for each in site.shaken if site.is_own(each.host)]
    if not own:
        if site.secure.trouble:
            return unknown(site.secure.trouble, "the certificate")
        return Finding(Verdict.UNKNOWN, "Nothing is known about the certificate: no encrypted page was seen.")
    return max((_judge(each, site.at) for each in own), key=lambda finding: finding.severity)


def _judge(shaken: Shaken, at: datetime) -> Finding:
    handshake, certificate = shaken.handshake, shaken.handshake.certificate
    if certificate is None:
        says = f"Browsers don't open {shaken.host}: {handshake.trouble or 'no certificate is shown'}."
        return Finding(Verdict.BAD, says, (), Severity.HIGH)
    shown = _shown(shaken, certificate)
    if certificate.ends <= at:
        says = f"The certificate of {shaken.host} expired on {_day(certificate.ends)}."
        return Finding(Verdict.BAD, says, shown, Severity.CRITICAL, _renew(shaken))
    if handshake.trouble:
        says = f"Browsers warn visitors of {shaken.host}: {handshake.trouble}."
        return Finding(Verdict.BAD, says, shown, Severity.HIGH)
    if fault := _fault(certificate):
        return Finding(Verdict.BAD, f"The certificate of {shaken.host} {fault}.", shown, Severity.HIGH)
    return _by_time(shaken, certificate, at, shown)


def _by_time(shaken: Shaken, certificate: Certificate, at: datetime, shown: tuple[str, ...]) -> Finding:
    left, life = certificate.ends - at, certificate.ends - certificate.begins
    says = f"The certificate of {shaken.host} ends on {_day(certificate.ends)}."
    if left <= min(_VERY_SOON, life / 10):
        return Finding(Verdict.BAD, says, shown, Severity.HIGH, _renew(shaken))
    if left <= min(_SOON, life / 4):
        return Finding(Verdict.WEAK, says, shown, Severity.MEDIUM, _renew(shaken))
    return Finding(Verdict.GOOD, says, shown)


def _fault(certificate: Certificate) -> str:
    if certificate.key == "RSA" and certificate.key_bits < _SHORTEST_RSA:
        return f"has a key of only {certificate.key_bits} bits"
    if certificate.signed_with in _BROKEN_HASHES:
        return f"is signed with {certificate.signed_with.upper()}, which can be forged"
    return ""


def _renew(shaken: Shaken) -> str:
    return f"Renew the certificate of {shaken.host} now, and have it renewed automatically from here on."


def _shown(shaken: Shaken, certificate: Certificate) -> tuple[str, ...]:
    names = ", ".join(certificate.names[:5]) + (" …" if len(certificate.names) > 5 else "")
    life = f"{_day(certificate.begins)} to {_day(certificate.ends)}"
    key = f"{certificate.key} {certificate.key_bits}"
    return (
        visible(shortened(f"{shaken.host}: {names or certificate.subject}; {certificate.issuer}; {life}; {key}", 500)),
    )


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


CHECK = Check(
    module=__name__,
    asks=Website,
    judge=judge,
    title="The website's certificate is in order",
    why="With a certificate that has expired or is for another name, browsers turn visitors away, "
    "and those who go on can't know whom they speak with.",
    fix="Have a certificate issued for every name of the website, installed with the certificates between, "
    "and renewed automatically.",
    references=(
        Reference("RFC 5280", "section 6"),
        Reference("RFC 9525", "section 6"),
        Reference("NCSC", "TLS guidance", "https://www.ncsc.gov.uk/guidance/using-tls-to-protect-data"),
    ),
    caf=("B3.b",),
)
