"""Whom do checks ask, and what may they contact?"""

from ipaddress import ip_address, ip_network
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from wardmote.kernel.mailboxes import Mailbox

from .environment import env, read_flag, read_number


def read_mailbox(address: str, name: str = "WARDMOTE_REPORTS_IMAP") -> Mailbox | None:
    """Return the mailbox of `imaps://user:password@host/folder`; nothing set means that there is none.

    `name` is what the setting is called.
    """
    if not address:
        return None
    parts = urlsplit(address)
    try:
        port = parts.port or 993
    except ValueError:
        port = 0
    if parts.scheme != "imaps" or not (parts.hostname and parts.username and parts.password and port):
        raise ImproperlyConfigured(
            f"{name} can't be read. It looks like imaps://user:password@mail.example/INBOX, "
            "with letters such as @ and / in the user's name or password written as %40 and %2F."
        )
    folder = unquote(parts.path.strip("/")) or "INBOX"
    return Mailbox(parts.hostname, port, unquote(parts.username), unquote(parts.password), folder)


def read_resolvers(text: str) -> tuple[tuple[str, int], ...]:
    """Return (address, port) pairs from `127.0.0.1, 127.0.0.1:5353, [::1]:53`; none means the system's own."""
    return tuple(_server(part.strip()) for part in text.split(",") if part.strip())


def read_networks(text: str) -> tuple[str, ...]:
    """Return networks from `10.0.0.0/8, 127.0.0.0/8`."""
    found = tuple(part.strip() for part in text.split(",") if part.strip())
    for network in found:
        try:
            ip_network(network)
        except ValueError as fault:
            raise ImproperlyConfigured(
                f"WARDMOTE_ALLOW_PRIVATE_TARGETS holds {network!r}: write networks such as 10.0.0.0/8."
            ) from fault
    return found


def read_ports(text: str) -> dict[int, int]:
    """Return which port is contacted instead of which, from `25:2525, 443:8443`."""
    try:
        pairs = [tuple(int(number) for number in part.split(":")) for part in text.split(",") if part.strip()]
        return dict(pairs)  # type: ignore[arg-type]
    except ValueError as fault:
        raise ImproperlyConfigured("WARDMOTE_TARGET_PORTS must look like 25:2525,443:8443.") from fault


def _server(text: str) -> tuple[str, int]:
    address, _, port = text.rpartition(":") if "]:" in text or text.count(":") == 1 else (text, "", "53")
    address = address.strip("[]")
    try:
        ip_address(address)
        return address, int(port)
    except ValueError as fault:
        raise ImproperlyConfigured(
            f"WARDMOTE_RESOLVERS holds {text!r}: write addresses such as 127.0.0.1 or [::1]:5353."
        ) from fault


# Validating resolvers that checks ask; empty means those that the system is set to.
WATCH_RESOLVERS = read_resolvers(env.str("WARDMOTE_RESOLVERS", ""))
# Networks that checks may contact although they aren't public. Tests name their own machine.
ALLOW_PRIVATE_TARGETS = read_networks(env.str("WARDMOTE_ALLOW_PRIVATE_TARGETS", ""))
# Other ports than the usual ones, for servers that stand in for the world. Only beside the setting above.
TARGET_PORTS = read_ports(env.str("WARDMOTE_TARGET_PORTS", "")) if ALLOW_PRIVATE_TARGETS else {}
# A file of authorities to trust besides the system's: an installation's own, or a test's.
WATCH_AUTHORITIES = env.str("WARDMOTE_AUTHORITIES", "")
# Whether connections are made at all; without them only the DNS is asked.
WATCH_CONNECTS = read_flag("WARDMOTE_CHECKS_CONNECT", True)
# The name that checks give themselves to mail and web servers.
WATCH_GREETING = env.str("WARDMOTE_GREETING_NAME", "")

# For how many days a mail report is kept as it came, besides the numbers in it; 0 keeps none.
REPORTS_KEEP_DAYS = read_number("WARDMOTE_REPORTS_KEEP_DAYS", 90, 0, 3_650)
# Where councils have reports e-mailed to, if there is a mailbox that the installation reads.
REPORTS_ADDRESS = env.str("WARDMOTE_REPORTS_ADDRESS", "")
REPORTS_MAILBOX = read_mailbox(env.str("WARDMOTE_REPORTS_IMAP", ""))
# Where letters of ours come back to, if there is a mailbox that the installation reads.
BOUNCES_MAILBOX = read_mailbox(env.str("WARDMOTE_BOUNCES_IMAP", ""), "WARDMOTE_BOUNCES_IMAP")
