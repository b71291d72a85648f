"""What do other mail systems report about mail in our name?

DMARC aggregate reports (RFC 7489, RFC 9990) and TLS reports (RFC 8460): bytes come in, frozen rows go out. `unpack`
finds the reports in a file, `read_dmarc` and `read_tls` read one each, and `identity` tells whether it came before.
What can't be taken raises ReportError with a sentence and a key.
"""

from wardmote.engines.reports.dmarc import read_dmarc
from wardmote.engines.reports.identity import identity
from wardmote.engines.reports.limits import LIMITS, Limits
from wardmote.engines.reports.mail import Mail, mails_of_maildir, mails_of_mbox
from wardmote.engines.reports.refusal import ReportError
from wardmote.engines.reports.rows import (
    DkimResult,
    FailureDetail,
    PublishedPolicy,
    Reason,
    Record,
    Report,
    SpfResult,
    TlsPolicy,
    TlsReport,
)
from wardmote.engines.reports.sources import name_of
from wardmote.engines.reports.tls import read_tls
from wardmote.engines.reports.unpacking import Kind, Payload, unpack

__all__ = [
    "LIMITS",
    "DkimResult",
    "FailureDetail",
    "Kind",
    "Limits",
    "Mail",
    "Payload",
    "PublishedPolicy",
    "Reason",
    "Record",
    "Report",
    "ReportError",
    "SpfResult",
    "TlsPolicy",
    "TlsReport",
    "identity",
    "mails_of_maildir",
    "mails_of_mbox",
    "name_of",
    "read_dmarc",
    "read_tls",
    "unpack",
]
