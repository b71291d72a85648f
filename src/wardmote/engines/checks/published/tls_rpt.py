"""Where does a domain want reports of failed encryption (RFC 8460)?"""

import re
from dataclasses import dataclass

from ..faults import Fault, fault
from ..report_uris import ReportUri, read_uris
from ..tag_list import read_tags

_VERSION = re.compile(r"v=TLSRPTv1[ \t]*(?:;|\Z)")
_SCHEMES = ("mailto", "https")


@dataclass(frozen=True, slots=True)
class TlsReportRecord:
    """The record at _smtp._tls."""

    text: str
    rua: tuple[ReportUri, ...]
    faults: tuple[Fault, ...]


def is_tls_report(text: str) -> bool:
    """Whether a TXT record is a TLS-RPT record; others are passed over (section 3)."""
    return bool(_VERSION.match(text))


def read_tls_report(text: str) -> TlsReportRecord:
    """Return the record that the text is; never raises."""
    listed = read_tags(text)
    faults = list(listed.faults)
    tag = listed.get("rua")
    if not is_tls_report(text):
        faults.insert(0, fault(0, text, "The record must start with v=TLSRPTv1 and a semicolon."))
    if not tag:
        faults.append(fault(0, text, "The tag rua=, which says where reports go, is missing."))
        return TlsReportRecord(text, (), tuple(faults))
    uris, wrong = read_uris(tag.value, tag.value_position)
    other = [
        fault(uri.position, uri.text, "Reports go to mailto: or https: addresses only.")
        for uri in uris
        if uri.scheme not in _SCHEMES
    ]
    return TlsReportRecord(text, tuple(uri for uri in uris if uri.scheme in _SCHEMES), (*faults, *wrong, *other))
