"""Would a recording of today's visits stay secret if the server's key were stolen later?"""

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts import Unreachable
from wardmote.engines.checks.facts.web import TlsOffer
from wardmote.engines.checks.judging import unknown
from wardmote.engines.checks.judging_web import NO_WEBSITE
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

_FORWARD = ("TLS_", "ECDHE-", "DHE-")
_HYBRID = "It also has a key exchange that withstands quantum computers (X25519MLKEM768)."


def judge(offer: TlsOffer) -> Finding:
    """Answer from the cipher that was agreed, and from what came for an offer without forward secrecy (RFC 9325)."""
    site, handshake = offer.website, offer.handshake
    if not site.start:
        return NO_WEBSITE
    if handshake is None or not handshake.cipher:
        if site.secure.trouble:
            return unknown(site.secure.trouble, "the key exchange")
        return Finding(Verdict.UNKNOWN, "Nothing is known about the key exchange: no encrypted page was seen.")
    shown = (f"{offer.host}: {handshake.version} {handshake.cipher}",)
    if not handshake.cipher.startswith(_FORWARD):
        says = f"{offer.host} agrees keys without forward secrecy, so recordings can be read once its key is known."
        return Finding(Verdict.BAD, says, shown, Severity.MEDIUM)
    if isinstance(offer.takes_rsa, Unreachable):
        return unknown(offer.takes_rsa, f"whether {offer.host} also agrees keys without forward secrecy")
    if offer.takes_rsa:
        says = f"{offer.host} also agrees keys without forward secrecy when a visitor's program asks for it."
        return Finding(Verdict.WEAK, says, (*shown, f"{offer.host}: RSA key exchange accepted"), Severity.LOW)
    if offer.is_hybrid:
        return Finding(Verdict.GOOD, f"{offer.host} agrees keys with forward secrecy. {_HYBRID}", shown)
    return Finding(Verdict.GOOD, f"{offer.host} agrees keys with forward secrecy.", shown)


CHECK = Check(
    module=__name__,
    asks=TlsOffer,
    judge=judge,
    title="Keys are agreed with forward secrecy",
    why="Without forward secrecy, whoever records visits today can read them all once the server's key is stolen.",
    fix="Allow only cipher suites whose names begin with ECDHE, and TLS 1.3.",
    references=(
        Reference("RFC 9325", "section 4.1"),
        Reference("NCSC", "TLS guidance", "https://www.ncsc.gov.uk/guidance/using-tls-to-protect-data"),
        Reference("NCSC", "Timelines for migration", "https://www.ncsc.gov.uk/guidance/pqc-migration-timelines"),
    ),
    caf=("B3.b",),
)
