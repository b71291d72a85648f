"""Does the domain ask to be told when mail to it can't be encrypted?"""

import re

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts.mail import TlsReportRecords
from wardmote.engines.checks.facts.records import absolute
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

_VERSION = re.compile(r"v=TLSRPTv1\s*;")
_ADDRESS = re.compile(r"mailto:[^@\s,!]+@[^@\s,!.]+(\.[^@\s,!.]+)+(\?.*)?|https://[^\s,!]+", re.IGNORECASE)


def judge(reports: TlsReportRecords) -> Finding:
    """Answer from the one record that there may be (RFC 8460, section 3)."""
    shown = tuple(f'_smtp._tls.{absolute(reports.domain)} TXT "{text}"' for text in reports.texts)
    if not reports.texts and not reports.takes_mail:
        return Finding(Verdict.NOT_APPLICABLE, "The domain takes no mail.")
    record = f'_smtp._tls.{absolute(reports.domain)} TXT "v=TLSRPTv1; rua=mailto:tls-reports@{reports.domain}"'
    fix = f"Publish this, with a mailbox that somebody reads: {record}"
    if not reports.texts:
        return Finding(Verdict.WEAK, "No TLS-RPT record is published.", (), Severity.LOW, fix)
    # Whatever doesn't begin as it must is passed over, so it does no harm beside one that does.
    counting = [text for text in reports.texts if _VERSION.match(text)]
    if fault := _fault(counting):
        return Finding(Verdict.BAD, fault, shown, Severity.LOW, fix)
    return Finding(Verdict.GOOD, f"Reports go to {', '.join(_addresses(counting[0]))}.", shown)


def _fault(counting: list[str]) -> str:
    if not counting:
        return "The TLS-RPT record is ignored: it must begin with “v=TLSRPTv1;”."
    if len(counting) > 1:
        return "There is more than one TLS-RPT record, so all are ignored."
    addresses = _addresses(counting[0])
    if not addresses:
        return "The TLS-RPT record doesn't say where reports go (rua)."
    wrong = [address for address in addresses if not _ADDRESS.fullmatch(address)]
    return f"Reports can't be sent to “{wrong[0]}”: it must begin with mailto: or https:." if wrong else ""


def _addresses(text: str) -> list[str]:
    for field in text.split(";")[1:]:
        name, _, value = field.strip().partition("=")
        if name.strip() == "rua":
            return [address.strip() for address in value.split(",")]
    return []


CHECK = Check(
    module=__name__,
    asks=TlsReportRecords,
    judge=judge,
    title="Failures of mail encryption are reported",
    why="Without reports the council doesn't notice that mail to it was held back or sent without encryption.",
    fix="Publish a TLS-RPT record with an address that somebody reads.",
    references=(Reference("RFC 8460", "section 3"),),
    caf=("B3.b", "C1.a"),
)
