"""Is the domain signed, and can everybody check the signatures from the root down?"""

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts.domain import Chain, Signatures
from wardmote.engines.checks.facts.records import Ds, absolute
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

# Algorithms and digests that rest on SHA-1 or older (RFC 8624, sections 3.1 and 3.3).
_OLD_ALGORITHMS, _OLD_DIGESTS = {1, 3, 5, 6, 7, 12}, {1, 3}


def judge(signatures: Signatures) -> Finding:
    """Answer from what a validating resolver makes of the chain (RFC 4035, section 4.3)."""
    shown = tuple(_line(signatures.domain, ds) for ds in signatures.ds)
    if signatures.chain is Chain.BROKEN:
        return _broken(signatures, shown)
    if signatures.chain is Chain.VALID:
        return _valid(signatures, shown)
    if signatures.alias:
        says = f"The name is an alias of {signatures.alias}: what holds is said there."
        return Finding(Verdict.NOT_APPLICABLE, says)
    if signatures.ds and signatures.keys:
        return Finding(Verdict.UNKNOWN, "The domain is signed, but the resolver asked doesn't check signatures.", shown)
    if signatures.ds:
        return _broken(signatures, shown)
    if signatures.keys:
        says = "The domain is signed, but nobody can check it: the parent has no DS record."
        return Finding(Verdict.WEAK, says, (), Severity.MEDIUM, _publish(signatures))
    return Finding(Verdict.WEAK, "The domain is not signed.", (), Severity.LOW)


def _valid(signatures: Signatures, shown: tuple[str, ...]) -> Finding:
    ds = signatures.ds
    if ds and all(each.algorithm in _OLD_ALGORITHMS or each.digest_type in _OLD_DIGESTS for each in ds):
        says = "The signatures hold, but they rest on SHA-1 or older."
        return Finding(Verdict.WEAK, says, shown, Severity.MEDIUM, _renew(signatures))
    return Finding(Verdict.GOOD, "The domain is signed, and the signatures hold.", shown)


def _broken(signatures: Signatures, shown: tuple[str, ...]) -> Finding:
    reason = f": {signatures.fault}" if signatures.fault else ""
    says = f"The signatures don't hold{reason}. Whoever checks them can't reach the domain."
    fix = _publish(signatures) if signatures.wanted_ds else _withdraw(signatures)
    return Finding(Verdict.BAD, says, shown, Severity.CRITICAL, fix)


def _publish(signatures: Signatures) -> str:
    lines = "; ".join(_line(signatures.domain, ds) for ds in signatures.wanted_ds)
    return f"Have the registrar publish exactly this at the parent: {lines}" if lines else CHECK.fix


def _withdraw(signatures: Signatures) -> str:
    lines = "; ".join(_line(signatures.domain, ds) for ds in signatures.ds)
    return f"Sign the zone again, or have the registrar delete this at the parent: {lines}" if lines else CHECK.fix


def _renew(signatures: Signatures) -> str:
    modern = [ds for ds in signatures.wanted_ds if ds.algorithm not in _OLD_ALGORITHMS]
    if not modern:
        return "Change to a key with algorithm 13 (ECDSA P-256 with SHA-256), then publish its DS record."
    return f"Have the registrar publish this at the parent: {'; '.join(_line(signatures.domain, ds) for ds in modern)}"


def _line(domain: str, ds: Ds) -> str:
    return f"{absolute(domain)} DS {ds}"


CHECK = Check(
    module=__name__,
    asks=Signatures,
    judge=judge,
    title="DNSSEC signatures hold",
    why="Without signatures that hold, an attacker can forge where the council's name leads, for mail and web alike.",
    fix="Turn on DNSSEC at the DNS provider, and have the registrar publish the DS record that it shows.",
    references=(
        Reference("RFC 4033", "section 3"),
        Reference("RFC 4035", "section 4.3"),
        Reference("RFC 8624", "section 3"),
    ),
    caf=("B3.b", "B4.b"),
)
