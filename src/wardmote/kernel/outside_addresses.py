"""Which addresses outside may the house call or fetch from? https, a name, and nothing that hides where it leads."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from .denial import Denied

LONGEST = 500


def read_address(text: str, *, like: str) -> str:
    """Return the address as it is called, or refuse it; `like` is an example of a good one."""
    text = text.strip()
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise Denied(_("This is no address. Write it like %(example)s.") % {"example": like}) from None
    host = parts.hostname or ""
    if parts.scheme != "https" or "." not in host or len(text) > LONGEST or not text.isascii() or " " in text:
        raise Denied(_("Write an address that starts with https:// and names a host."))
    if port not in (None, 443) or parts.username is not None or parts.fragment:
        raise Denied(_("Write the address without a port, a user's name or a part after #."))
    if _is_number(host):
        raise Denied(_("Name the host: we don't call addresses made of numbers."))
    return text


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return host.rpartition(".")[2].isdigit()
    return True
