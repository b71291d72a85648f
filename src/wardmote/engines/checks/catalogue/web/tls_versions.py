"""Does the website's server speak TLS 1.3, and none of the versions that are broken?"""

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts.web import TlsOffer
from wardmote.engines.checks.judging import unknown
from wardmote.engines.checks.judging_web import NO_WEBSITE
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

_OLD, _SOUND = ("SSLv3", "TLSv1", "TLSv1.1"), ("TLSv1.2", "TLSv1.3")
_WORDS = {"SSLv3": "SSL 3", "TLSv1": "TLS 1.0", "TLSv1.1": "TLS 1.1", "TLSv1.2": "TLS 1.2", "TLSv1.3": "TLS 1.3"}


def judge(offer: TlsOffer) -> Finding:
    """Answer from the versions that the server takes (RFC 8996; NCSC's guidance on TLS)."""
    site = offer.website
    if not site.start:
        return NO_WEBSITE
    if not offer.accepted:
        if site.secure.trouble:
            return unknown(site.secure.trouble, "the versions of TLS")
        return Finding(Verdict.UNKNOWN, "Nothing is known about the versions of TLS: no encrypted page was seen.")
    shown = _shown(offer)
    old = [version for version in offer.accepted if version in _OLD]
    if not set(offer.accepted) & set(_SOUND):
        says = f"{offer.host} speaks only {_list(old)}, which browsers refuse."
        return Finding(Verdict.BAD, says, shown, Severity.HIGH)
    if old:
        severity = Severity.HIGH if "SSLv3" in old else Severity.MEDIUM
        verdict = Verdict.BAD if "SSLv3" in old else Verdict.WEAK
        says = f"{offer.host} still speaks {_list(old)}, which nobody should use any more."
        return Finding(verdict, says, shown, severity, f"Turn off {_list(old)} at {offer.host}; leave TLS 1.2 and 1.3.")
    if offer.old_elsewhere:
        host, version = offer.old_elsewhere[0]
        says = f"{host}, which visitors pass, still speaks {_WORDS[version]}, which nobody should use any more."
        evidence = tuple(f"{name}: {_WORDS[each]} accepted" for name, each in offer.old_elsewhere)
        return Finding(Verdict.WEAK, says, (*shown, *evidence), Severity.MEDIUM, _turn_off(host))
    if offer.unknown:
        version, why = offer.unknown[0]
        return unknown(why, f"whether {offer.host} still speaks {_WORDS[version]}")
    if "TLSv1.3" in offer.refused:
        says = f"{offer.host} speaks TLS 1.2, but not TLS 1.3."
        return Finding(Verdict.WEAK, says, shown, Severity.LOW, f"Turn on TLS 1.3 at {offer.host} beside TLS 1.2.")
    return Finding(Verdict.GOOD, f"{offer.host} speaks {_list(list(offer.accepted))}, and nothing older.", shown)


def _turn_off(host: str) -> str:
    return f"Turn off everything older than TLS 1.2 at {host}, or have whoever runs it do so."


def _list(versions: list[str]) -> str:
    words = [_WORDS.get(version, version) for version in versions]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _shown(offer: TlsOffer) -> tuple[str, ...]:
    taken = tuple(f"{offer.host}: {_WORDS.get(version, version)} accepted" for version in offer.accepted)
    return taken + tuple(f"{offer.host}: {_WORDS.get(version, version)} refused" for version in offer.refused)


CHECK = Check(
    module=__name__,
    asks=TlsOffer,
    judge=judge,
    title="Only sound versions of TLS are spoken",
    why="TLS 1.0 and 1.1 have known weaknesses; whoever can make a browser fall back to them may read along.",
    fix="Set the server to TLS 1.2 and TLS 1.3 alone, for example in nginx: ssl_protocols TLSv1.2 TLSv1.3;.",
    references=(
        Reference("RFC 8996"),
        Reference("RFC 9325", "section 3.1"),
        Reference("NCSC", "TLS guidance", "https://www.ncsc.gov.uk/guidance/using-tls-to-protect-data"),
    ),
    caf=("B3.b", "B4.b"),
)
