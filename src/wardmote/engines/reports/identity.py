"""Is this report one that was stored before?"""

import hashlib
import json

from wardmote.engines.reports.rows import Report, TlsReport


def identity(report: Report | TlsReport) -> str:
    """Return a key of 64 letters: the same for the same reporter, report id, domain and period, however it came."""
    if isinstance(report, Report):
        kind, domains = "dmarc", [report.domain]
    else:
        kind, domains = "tls", sorted({policy.domain for policy in report.policies})
    moments = [int(report.begin.timestamp()), int(report.end.timestamp())]
    said = [kind, report.org_name.lower(), report.report_id, domains, *moments]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
