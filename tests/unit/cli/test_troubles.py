"""Does every trouble that a person can do something about become one sentence?"""

import errno
import socket

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DataError, IntegrityError, OperationalError

from wardmote.cli.listening import EVERYWHERE, listen_on, read_address
from wardmote.cli.troubles import Trouble, explain
from wardmote.kernel.denial import Denied


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "is full"),
        (OperationalError("database or disk is full"), "is full"),
        (OperationalError("database is locked"), "busy"),
        (OperationalError("no such table: kernel_letter"), "wardmote upgrade"),
        (DataError('role "wardmote_app" does not exist'), "wardmote upgrade"),
        (OperationalError("connection failed: Connection refused"), "DATABASE_URL"),
        (PermissionError(errno.EACCES, "Permission denied", "/srv/home"), "/srv/home"),
        (ImproperlyConfigured("WARDMOTE_DEMO must be 'yes' or 'no'."), "WARDMOTE_DEMO"),
        (Denied("You can't."), "You can't."),
    ],
)
def test_a_known_trouble_is_a_sentence(fault: Exception, words: str) -> None:
    assert words in str(explain(fault))


@pytest.mark.parametrize("fault", [ValueError("a fault of ours"), IntegrityError("UNIQUE constraint failed")])
def test_a_fault_of_ours_is_not_hidden(fault: Exception) -> None:
    assert explain(fault) is None


def test_a_taken_port_is_named_with_another() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Trouble, match=rf"Port {port} is taken .* WARDMOTE_PORT={port + 1}"):
            listen_on("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(Trouble, match="an address of this machine"):
        listen_on("192.0.2.1", 8000)


@pytest.mark.parametrize(
    ("text", "address"),
    [("127.0.0.1:8000", ("127.0.0.1", 8000)), ("[::1]:80", ("::1", 80)), (":9000", (EVERYWHERE, 9000))],
)
def test_an_address_is_a_host_and_a_port(text: str, address: tuple[str, int]) -> None:
    assert read_address(text) == address


@pytest.mark.parametrize("text", ["localhost", "localhost:http", "localhost:0", "localhost:70000", ""])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Trouble, match="looks like"):
        read_address(text)
