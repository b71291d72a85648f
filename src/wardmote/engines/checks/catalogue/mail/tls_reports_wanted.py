"""Does the domain ask to be told when mail to it can't be encrypted?"""

import re

from wardmote.engines.checks.check import Check, Reference
from wardmote.engines.checks.facts.mail import TlsReportRecords
from wardmote.engines.checks.facts.records import absolute
from wardmote.engines.checks.report_uris import ReportUri, closed_service_of, points_at_closed_service, read_uris
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

_VERSION = re.compile(r"v=TLSRPTv1\s*;")
_ADDRESS = re.compile(r"mailto:[^@\s,!]+@[^@\s,!.]+(\.[^@\s,!.]+)+(\?.*)?|https://[^\s,!]+", re.IGNORECASE)


def judge(reports: TlsReportRecords) -> Finding:
    """Answer from the one record that there may be (RFC 8460, section 3)."""
    shown = tuple(f'_smtp._tls.{absolute(reports.domain)} TXT "{text}"' for text in reports.texts)
    if not reports.texts and not reports.takes_mail:
        return Finding(Verdict.NOT_APPLICABLE, "The domain takes no mail.")
    fix = _asked(reports, f"mailto:tls-reports@{reports.domain}")
    if not reports.texts:
        return Finding(Verdict.WEAK, "No TLS-RPT record is published.", (), Severity.LOW, fix)
    # Whatever doesn't begin as it must is passed over, so it does no harm beside one that does.
    counting = [text for text in reports.texts if _VERSION.match(text)]
    if fault := _fault(counting):
        return Finding(Verdict.BAD, fault, shown, Severity.LOW, fix)
    if closed := _closed(counting[0]):
        return _unread(reports, counting[0], closed, shown)
    return Finding(Verdict.GOOD, f"Reports go to {', '.join(_addresses(counting[0]))}.", shown)


def _asked(reports: TlsReportRecords, address: str) -> str:
    """Ask for the one record, or for none where the domain takes no mail whose failures could be reported."""
    if not reports.takes_mail:
        return f"Delete what stands at _smtp._tls.{reports.domain}: the domain takes no mail."
    record = f'_smtp._tls.{absolute(reports.domain)} TXT "v=TLSRPTv1; rua={address}"'
    return f"Publish this, with a mailbox that somebody reads: {record}"


def _unread(reports: TlsReportRecords, text: str, closed: list[ReportUri], shown: tuple[str, ...]) -> Finding:
    """Judge a record that sends reports to a service that is closed: all of them, or some."""
    service = closed_service_of(closed[0])
    kept = [address for address in _addresses(text) if not points_at_closed_service(address)]
    if not kept:
        says = f"All reports go to {service}, which closed on 31 March 2026: nobody reads them."
        fix = _asked(reports, f"mailto:tls-reports@{reports.domain}")
        return Finding(Verdict.BAD, says, shown, Severity.LOW, fix)
    says = f"Some reports still go to {service}, which closed on 31 March 2026."
    line = f'_smtp._tls.{absolute(reports.domain)} TXT "v=TLSRPTv1; rua={",".join(kept)}"'
    return Finding(Verdict.WEAK, says, shown, Severity.LOW, f"Publish: {line}")


def _closed(text: str) -> list[ReportUri]:
    uris, _ = read_uris(",".join(_addresses(text)), 0)
    return [uri for uri in uris if points_at_closed_service(uri)]


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
