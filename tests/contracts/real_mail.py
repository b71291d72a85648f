"""How does a real mail server (Postfix) of our own run on loopback, with one port for each condition?

It has its own settings, queue and keys in a folder of its own; the machine's Postfix, if one runs, is left alone.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.contracts.real_dns import free_port

_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
_DAEMONS = Path("/usr/lib/postfix/sbin")
# What a server needs beside the listeners; nothing is ever delivered.
_SERVICES = "cleanup unix n - n - 0 cleanup\nrewrite unix - - n - - trivial-rewrite\nanvil unix - - n - 1 anvil\n"
_SERVICES += "tlsmgr unix - - n 1000? 1 tlsmgr\nproxymap unix - - n - - proxymap\n"
_SERVICES += "postlog unix-dgram n - n - 1 postlogd\n"


def why_not() -> str:
    """Return why no Postfix can run here, after an attempt to install it where we may; empty where it can."""
    if os.geteuid() != 0:
        return "Postfix must be started by root."
    apt = shutil.which("apt-get")
    if shutil.which("postfix", path=_PATH) is None and apt:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["install", "-y", "-q", "--no-install-recommends", "postfix"]
        for arguments in (["update", "-q"], install):
            subprocess.run([apt, *arguments], env=quiet, check=False, capture_output=True)
    has_it = shutil.which("postfix", path=_PATH) is not None and _DAEMONS.is_dir()
    return "" if has_it else "Install postfix to run this (Debian's package of that name)."


@contextmanager
def real_mail_server(folder: Path, conditions: Mapping[str, str]) -> Iterator[dict[str, int]]:
    """Run Postfix with a listener for each condition (options of smtpd), and give their ports.

    `folder` must be one that everybody may enter: Postfix's daemons give up root's rights.
    """
    ports = {name: free_port() for name in conditions}
    settings = folder / "settings"
    for made in (settings, folder / "queue", folder / "data"):
        made.mkdir()
    shutil.chown(folder / "data", "postfix")
    (settings / "main.cf").write_text(_main(folder))
    listeners = "".join(
        f"127.0.0.1:{ports[name]} inet n - n - - smtpd {options}\n" for name, options in conditions.items()
    )
    (settings / "master.cf").write_text(listeners + _SERVICES)
    program = shutil.which("postfix", path=_PATH) or "postfix"
    command = [program, "-c", str(settings), "start-fg"]
    log = folder / "output"
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        try:
            _wait_for(ports.values(), log)
            yield ports
        finally:
            subprocess.run([program, "-c", str(settings), "abort"], check=False, capture_output=True)
            process.terminate()


def _main(folder: Path) -> str:
    return (
        f"compatibility_level = 3.6\nqueue_directory = {folder}/queue\ndata_directory = {folder}/data\n"
        f"command_directory = /usr/sbin\ndaemon_directory = {_DAEMONS}\nmaillog_file = {folder}/mail.log\n"
        f"maillog_file_prefixes = {folder}\nmail_owner = postfix\nsetgid_group = postdrop\n"
        "myhostname = mx.example.net\nmydestination =\nalias_maps =\nalias_database =\nlocal_recipient_maps =\n"
        "inet_interfaces = 127.0.0.1\ninet_protocols = ipv4\nsmtpd_peername_lookup = no\nmynetworks =\n"
        "smtpd_relay_restrictions = reject\nsmtpd_tls_security_level = may\n"
    )


def _wait_for(ports: Iterable[int], log: Path) -> None:
    for port in ports:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), 0.5).close()
                break
            except OSError:
                time.sleep(0.1)
        else:
            raise AssertionError(f"Postfix doesn't listen: {log.read_text(errors='replace')}")
