"""To whom do reports go?"""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from .faults import Fault, fault

_MAIL_CHECK = "mailcheck.service.ncsc.gov.uk"
# NCSC's Mail Check closed on 31 March 2026. The second host is believed to be the service's older address: records of
# government names show dmarc-rua@dmarc.service.gov.uk. We know of no notice that says when it stopped being read.
CLOSED_SERVICES = (_MAIL_CHECK, "dmarc.service.gov.uk")
MOST_URIS = 50

_LABELS = r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_\-]{0,61}[A-Za-z0-9_])?\.)+[A-Za-z0-9\-]{2,63}"
_MAILTO = re.compile(rf"mailto:([^@?\s]{{1,64}})@({_LABELS})(?:\?.*)?", re.IGNORECASE)
_HTTPS = re.compile(rf"(https?)://({_LABELS})(?::[0-9]{{1,5}})?(?:[/?#].*)?", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]{0,30}(?=:)")
_SIZE = re.compile(r"![0-9]{1,20}[KMGTkmgt]?\Z")


@dataclass(frozen=True, slots=True)
class ReportUri:
    """One address for reports. `size_limit` is the historic !10m of RFC 7489, which receivers now pass over."""

    text: str
    position: int
    scheme: str
    host: str
    size_limit: str = ""


def read_uris(value: str, position: int) -> tuple[tuple[ReportUri, ...], tuple[Fault, ...]]:
    """Return the addresses in a list parted by commas, and the faults of those that can't be read."""
    uris: list[ReportUri] = []
    faults: list[Fault] = []
    for piece in value.split(",")[:MOST_URIS]:
        text = piece.strip()
        read = _read_uri(text, position + len(piece) - len(piece.lstrip()))
        if isinstance(read, ReportUri):
            uris.append(read)
        else:
            faults.append(read)
        position += len(piece) + 1
    return tuple(uris), tuple(faults)


def _read_uri(text: str, position: int) -> ReportUri | Fault:
    size = _SIZE.search(text)
    bare = text[: size.start()] if size else text
    limit = size[0] if size else ""
    if match := _MAILTO.fullmatch(unquote(bare)):
        return ReportUri(text, position, "mailto", match[2].lower(), limit)
    if match := _HTTPS.fullmatch(bare):
        return ReportUri(text, position, match[1].lower(), match[2].lower(), limit)
    if not text:
        return fault(position, text, "An address is missing here.")
    if not (scheme := _SCHEME.match(bare)):
        return fault(position, text, "An address must start with mailto:.")
    if scheme[0].lower() in ("mailto", "http", "https"):
        return fault(position, text, "This address can't be read.")
    return ReportUri(text, position, scheme[0].lower(), "", limit)


def points_at_closed_service(uri: ReportUri | str) -> bool:
    """Whether reports go to NCSC's Mail Check, which nobody reads since 31 March 2026."""
    if isinstance(uri, str):
        uris, _ = read_uris(uri, 0)
        return any(points_at_closed_service(one) for one in uris)
    return any(uri.host == host or uri.host.endswith(f".{host}") for host in CLOSED_SERVICES)


def closed_service_of(uri: ReportUri) -> str:
    """Name the closed service that an address belongs to, in the middle of a sentence."""
    is_named = uri.host == _MAIL_CHECK or uri.host.endswith(f".{_MAIL_CHECK}")
    return "NCSC's Mail Check" if is_named else f"{uri.host}, believed to be the older address of NCSC's Mail Check"
