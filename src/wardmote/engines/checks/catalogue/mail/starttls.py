"""Do the domain's mail servers encrypt the mail that is brought to them, with a version of TLS that holds?"""

import re

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts.certificates import Handshake
from wardmote.engines.checks.facts.transport import MailTransport, MailVisit
from wardmote.engines.checks.judging import unknown
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

_OLD = {"SSLv3": "SSL 3", "TLSv1": "TLS 1.0", "TLSv1.1": "TLS 1.1"}
_EPHEMERAL = ("ECDHE-", "DHE-")
_CODE = re.compile(r"[2-5][0-9]{2}(?:[ -][245]\.[0-9]{1,3}\.[0-9]{1,3})?(?![0-9])")


def judge(transport: MailTransport) -> Finding:
    """Answer from every server that has an address: one that doesn't encrypt is enough (RFC 3207, section 4)."""
    met = [(host.name, host.visit) for host in transport.hosts if isinstance(host.visit, MailVisit)]
    shown = tuple(_line(name, visit) for name, visit in met)
    for name, visit in met:
        if finding := _fault(name, visit, shown):
            return finding
    for name, visit in met:
        if finding := _weakness(name, visit, shown):
            return finding
    for host in transport.hosts:
        if host.why_unknown:
            return unknown(host.why_unknown, host.name)
    if not met:
        return Finding(Verdict.NOT_APPLICABLE, _none(transport))
    versions = " and ".join(sorted({_version(visit) for _, visit in met}, reverse=True))
    return Finding(Verdict.GOOD, f"{_who(met[0][0], len(met), transport.unvisited)} encrypted, with {versions}.", shown)


def _who(first: str, met: int, unvisited: int) -> str:
    if unvisited:
        return f"The first {met} of {met + unvisited} mail servers take mail"
    return f"{first} takes mail" if met == 1 else f"All {met} mail servers take mail"


def _fault(name: str, visit: MailVisit, shown: tuple[str, ...]) -> Finding | None:
    if not visit.offers_tls:
        fix = f"Turn on STARTTLS on {name} (TLS 1.2 and 1.3), or ask whoever runs it to."
        return _bad(f"{name} doesn't offer encryption (STARTTLS), so mail to it can be read on the way.", fix, shown)
    if visit.refusal:
        fix = f"Have the TLS settings and the certificate of {name} put right: it offers STARTTLS and then declines."
        return _bad(f"{name} offers encryption and then declines it{_code(visit.refusal)}.", fix, shown)
    if not isinstance(visit.handshake, Handshake):
        return None
    if not visit.handshake.version:
        fix = f"Have the TLS settings of {name} put right; TLS 1.2 and 1.3 should both work."
        return _bad(f"{name} offers encryption, but none comes about: {visit.handshake.trouble}.", fix, shown)
    if visit.handshake.version in _OLD:
        fix = f"Turn on TLS 1.2 and 1.3 on {name}, and turn off TLS 1.0 and 1.1."
        return _bad(f"{name} encrypts only with {_version(visit)}, which is broken.", fix, shown)
    return None


def _code(refusal: str) -> str:
    """Return the reply's code alone: the words behind it often hold a number of their own for each visit."""
    found = _CODE.match(refusal)
    return f" ({found[0]})" if found else ""


def _bad(says: str, fix: str, shown: tuple[str, ...]) -> Finding:
    return Finding(Verdict.BAD, says, shown, Severity.HIGH, fix)


def _weakness(name: str, visit: MailVisit, shown: tuple[str, ...]) -> Finding | None:
    seen = visit.handshake
    if not isinstance(seen, Handshake):
        return None
    fix = f"Let {name} offer TLS 1.3, and for TLS 1.2 only ciphers whose names begin with ECDHE and hold GCM."
    if seen.version == "TLSv1.2" and not seen.cipher.startswith(_EPHEMERAL):
        says = f"{name} agrees on keys in a way that lets recorded mail be read later, if its own key is ever lost."
        return Finding(Verdict.WEAK, says, shown, Severity.MEDIUM, fix)
    if seen.is_turned_away:
        says = f"{name} encrypts in a way that careful senders turn down: {seen.trouble}."
        return Finding(Verdict.WEAK, says, shown, Severity.MEDIUM, fix)
    return None


def _none(transport: MailTransport) -> str:
    if transport.hosts:
        return "None of the mail servers named has an address."
    return "No mail is taken at the domain, so there is no server to visit."


def _version(visit: MailVisit) -> str:
    version = visit.handshake.version if isinstance(visit.handshake, Handshake) else ""
    return _OLD.get(version, version.replace("TLSv", "TLS "))


def _line(name: str, visit: MailVisit) -> str:
    """Leave out the greeting and the address: each visit to a pool meets others, with the time of day and a number."""
    if not visit.offers_tls:
        return f"{name}: no STARTTLS"
    if isinstance(visit.handshake, Handshake) and visit.handshake.version:
        return f"{name}: {_version(visit)}, {visit.handshake.cipher}"
    return f"{name}: STARTTLS is offered, and no encryption comes about"


CHECK = Check(
    module=__name__,
    asks=MailTransport,
    judge=judge,
    title="Mail servers take mail encrypted",
    why="Mail that is handed over without encryption can be read and changed by anybody on the way.",
    fix="Turn on STARTTLS with TLS 1.2 and 1.3 on every mail server.",
    references=(
        Reference("RFC 3207", "section 4"),
        Reference("RFC 8996", "section 3"),
        Reference("RFC 9325", "section 3.1"),
    ),
    caf=("B3.b",),
)
