"""Does the domain say which authorities may issue its certificates?"""

import re

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts.domain import CaaRecords
from wardmote.engines.checks.facts.records import Caa, absolute
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

_ISSUER = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)
_KNOWN_TAGS = {"issue", "issuewild", "iodef", "issuemail", "issuevmc", "contactemail", "contactphone"}
_CRITICAL = 128


def judge(caa: CaaRecords) -> Finding:
    """Answer from the properties that hold for the domain (RFC 8659, section 4)."""
    if caa.alias and not caa.records:
        says = f"The name is an alias of {caa.alias}, and no record may stand beside it: publish CAA at a name above."
        return Finding(Verdict.NOT_APPLICABLE, says)
    shown = tuple(f"{absolute(caa.found_at)} CAA {record}" for record in caa.records)
    for record in caa.records:
        if fault := _fault(record):
            return Finding(Verdict.BAD, fault, shown, Severity.MEDIUM)
    issuers = [_issuer(record) for record in caa.records if record.tag == "issue"]
    if not issuers:
        return Finding(Verdict.WEAK, _nobody_named(caa), shown, Severity.LOW, _fix(caa.domain))
    named = sorted({issuer for issuer in issuers if issuer})
    if not named:
        return Finding(Verdict.GOOD, "No authority may issue certificates.", shown)
    return Finding(Verdict.GOOD, f"Certificates may come from: {', '.join(named)}.", shown)


def _issuer(record: Caa) -> str:
    return record.value.partition(";")[0].strip().lower()


def _fault(record: Caa) -> str:
    if record.flags & _CRITICAL and record.tag not in _KNOWN_TAGS:
        return f"No authority may issue certificates: “{record.tag}” is marked as critical, and none knows it."
    issuer = _issuer(record) if record.tag in ("issue", "issuewild") else ""
    if issuer and not _ISSUER.fullmatch(issuer):
        return f"“{issuer}” is no authority's domain name, so the record permits nobody."
    return ""


def _nobody_named(caa: CaaRecords) -> str:
    if not caa.records:
        return "No CAA record is published."
    return "CAA records are published, but none says who may issue ordinary certificates."


def _fix(domain: str) -> str:
    return (
        f"Find out first which authorities issue certificates for names at and below {domain}. Then publish a CAA "
        "record for each of them, all at once: flags 0, tag issue, value “<your authority's name>”. "
        "An authority that you leave out can't renew its certificates."
    )


CHECK = Check(
    module=__name__,
    asks=CaaRecords,
    judge=judge,
    title="CAA records name the permitted authorities",
    why="Without CAA, any public authority may issue a certificate for the council's name.",
    fix="Put the authority's own domain name after “issue”, as its help pages give it, for every one that you use.",
    references=(Reference("RFC 8659", "section 4"),),
    caf=("B3.b", "B4.b"),
)
