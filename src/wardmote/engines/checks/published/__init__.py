"""What else does a domain publish about its mail and its certificates: DKIM keys, MTA-STS, TLS-RPT, BIMI and CAA?"""

from .bimi import BimiRecord, is_bimi, read_bimi
from .caa import CaaProperty, issuers, read_caa, read_caa_text
from .dkim import DkimKey, KeyKind, Strength, is_dkim, is_empty_wildcard, read_dkim
from .mta_sts import StsMode, StsPolicy, StsRecord, is_sts, read_sts_policy, read_sts_record
from .tls_rpt import TlsReportRecord, is_tls_report, read_tls_report

__all__ = [
    "BimiRecord",
    "CaaProperty",
    "DkimKey",
    "KeyKind",
    "Strength",
    "StsMode",
    "StsPolicy",
    "StsRecord",
    "TlsReportRecord",
    "is_bimi",
    "is_dkim",
    "is_empty_wildcard",
    "is_sts",
    "is_tls_report",
    "issuers",
    "read_bimi",
    "read_caa",
    "read_caa_text",
    "read_dkim",
    "read_sts_policy",
    "read_sts_record",
    "read_tls_report",
]
