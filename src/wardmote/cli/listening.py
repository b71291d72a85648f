"""Which address do the pages answer at, and is it free?"""

import errno
import socket

from .troubles import Trouble

# Visitors who may wait at the door; gunicorn leaves it at this, since we listen already.
BACKLOG = 2_048
EVERYWHERE = "0.0.0.0"  # noqa: S104 # nosec B104


def listen_on(host: str, port: int) -> socket.socket:
    """Take the port before anything else is done; the web server gets it from us."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as fault:
        listener.close()
        raise Trouble(_in_words(fault, host, port)) from fault
    return listener


def _in_words(fault: OSError, host: str, port: int) -> str:
    if fault.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Choose another, for example: WARDMOTE_PORT={port + 1}"
    if fault.errno == errno.EACCES:
        return f"Port {port} is kept for the system. Choose one from 1024 on, for example: WARDMOTE_PORT=8000"
    return f"Wardmote can't answer at {host} port {port}: {fault.strerror}. Choose an address of this machine."


def read_address(text: str) -> tuple[str, int]:
    """Return host and port of `127.0.0.1:8000`, `[::]:8000` or `:8000` (every address of the machine)."""
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal() or not 1 <= int(port) <= 65535:
        raise Trouble(f"{text!r} isn't an address to answer at. It looks like 127.0.0.1:8000")
    return host.strip("[]") or EVERYWHERE, int(port)
