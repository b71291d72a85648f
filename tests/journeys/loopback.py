"""Which name servers and website stand in for the world on loopback, where a journey publishes what a council would?

NSD serves the zones, with signatures below `gov.uk`; Unbound checks these and remembers nothing, so that what was
published is seen at once; nginx shows one website under every name.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dns.exception
import dns.message
import dns.query

from tests.contracts.real_dns import Keys, free_port
from tests.unit.engines.checks.gather.made_certificates import DAY, Authority

WEBSITE, MAIL_SERVER = "127.0.47.1", "127.0.47.2"
SIGNED_FOR = timedelta(days=20)
PUBLISH_LIMIT_S = 10.0
_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
_SERVERS = ("@ 300 NS ns1.example.net.", "@ 300 NS ns2.example.org.")
_HOME = "<!doctype html><title>A council</title><a href=/accessibility>Accessibility statement</a>"


@dataclass
class Loopback:
    """The servers' folder and ports, and what each zone holds: (name, type, value) with the whole name."""

    folder: Path
    councils: tuple[str, ...]
    others: tuple[str, ...]
    ports: dict[str, int] = field(default_factory=lambda: {name: free_port() for name in ("nsd", "unbound", "25")})
    zones: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    authorities: str = ""
    serial: int = 0
    nsd: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        """Begin with domains whose forged mail is only watched, and that permit every authority."""
        self.keys = {zone: Keys(zone) for zone in ("gov.uk", *self.councils)}
        self.ports |= {"80": free_port(), "443": free_port()}
        for domain in (*self.councils, *self.others):
            self.zones[domain] = [
                (domain, "A", WEBSITE),
                (f"www.{domain}", "A", WEBSITE),
                (f"mx.{domain}", "A", MAIL_SERVER),
                (domain, "MX", f"10 mx.{domain}."),
                (domain, "TXT", "v=spf1 mx -all"),
                (f"_dmarc.{domain}", "TXT", f"v=DMARC1; p=none; rua=mailto:dmarc@{domain}"),
            ]

    @property
    def settings(self) -> dict[str, str]:
        """Return the settings of a product that takes these servers for the world."""
        return {
            "WARDMOTE_RESOLVERS": f"127.0.0.1:{self.ports['unbound']}",
            "WARDMOTE_ALLOW_PRIVATE_TARGETS": "127.0.0.0/8",
            "WARDMOTE_TARGET_PORTS": ",".join(f"{port}:{self.ports[port]}" for port in ("25", "80", "443")),
            "WARDMOTE_AUTHORITIES": self.authorities,
        }

    def publish(self, name: str, kind: str, value: str) -> None:
        """Publish a record in place of those of its name and type, as somebody who runs the DNS does."""
        zone = next(zone for zone in self.zones if name == zone or name.endswith(f".{zone}"))
        kept = [record for record in self.zones[zone] if record[:2] != (name, kind)]
        self.zones[zone] = [*kept, (name, kind, value)]
        self.write()
        assert self.nsd
        self.nsd.send_signal(signal.SIGHUP)
        self.wait_for(zone)

    def write(self) -> None:
        """Write every zone's file anew."""
        self.serial += 1
        delegations = [f"{name}. 300 NS ns1.example.net." for name in self.councils]
        delegations += [f"{name}. 300 DS {self.keys[name].ds()}" for name in self.councils]
        hosts = {"example.net": ["ns1 300 A 192.0.2.1"], "example.org": ["ns2 300 A 198.51.100.1"]}
        zones = {".": [], "uk": ["gov 300 NS ns1.example.net."], "gov.uk": delegations, **hosts}
        zones |= {zone: [_line(*record) for record in records] for zone, records in self.zones.items()}
        for zone, lines in zones.items():
            head = f"@ 300 SOA ns1.example.net. hostmaster.example.net. {self.serial} 3600 600 86400 300"
            text = "\n".join([head, *_SERVERS, *lines, ""])
            whole = self.keys[zone].sign(text, datetime.now(UTC) + SIGNED_FOR) if zone in self.keys else text
            self.file_of(zone).write_text(whole)

    def file_of(self, zone: str) -> Path:
        """Return where a zone is written."""
        return self.folder / f"{zone.strip('.') or 'root'}.zone"

    def wait_for(self, zone: str) -> None:
        """Return as soon as the newest edition of a zone is what the resolver gives."""
        query, last_moment = dns.message.make_query(zone, "SOA"), time.monotonic() + PUBLISH_LIMIT_S
        while time.monotonic() < last_moment:
            try:
                found = dns.query.udp(query, "127.0.0.1", port=self.ports["unbound"], timeout=0.3).answer
            except (OSError, dns.exception.Timeout):
                found = []
            if found and found[0][0].serial == self.serial:
                return
            time.sleep(0.05)
        raise AssertionError(f"{zone} isn't served as it was published")


def _line(name: str, kind: str, value: str) -> str:
    """Return a line of a zone file; a text is cut where it gets longer than one string may be."""
    if kind == "TXT":
        parts = [value[start : start + 255] for start in range(0, len(value), 255)]
        value = " ".join(f'"{part}"' for part in parts)
    return f"{name}. 300 {kind} {value}"


@contextmanager
def loopback(folder: Path, councils: tuple[str, ...], others: tuple[str, ...]) -> Iterator[Loopback]:
    """Run all three servers for councils' domains, and for others that the register doesn't name."""
    world = Loopback(folder, councils, others)
    world.write()
    (folder / "nsd.conf").write_text(_nsd_settings(world))
    (folder / "unbound.conf").write_text(_unbound_settings(world))
    (folder / "nginx.conf").write_text(_nginx_settings(world))
    with ExitStack() as servers:
        world.nsd = servers.enter_context(_running(folder, "nsd", "-d", "-c", f"{folder}/nsd.conf"))
        servers.enter_context(_running(folder, "unbound", "-d", "-c", f"{folder}/unbound.conf"))
        servers.enter_context(_running(folder, "nginx", "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"))
        world.wait_for(councils[0])
        _wait_for_website(int(world.ports["443"]))
        yield world


def _nsd_settings(world: Loopback) -> str:
    names = [".", "uk", "gov.uk", "example.net", "example.org", *world.zones]
    zones = "".join(f'zone:\n  name: "{name}"\n  zonefile: "{world.file_of(name)}"\n' for name in names)
    folder = world.folder
    return (
        f'server:\n  ip-address: 127.0.0.1@{world.ports["nsd"]}\n  username: ""\n  zonesdir: "{folder}"\n'
        f'  database: ""\n  pidfile: "{folder}/nsd.pid"\n  xfrdfile: "{folder}/xfrd"\n  zonelistfile: "{folder}/list"\n'
        f'  cookie-secret-file: ""\n  rrl-ratelimit: 0\nremote-control:\n  control-enable: no\n{zones}'
    )


def _unbound_settings(world: Loopback) -> str:
    folder, at = world.folder, f"127.0.0.1@{world.ports['nsd']}"
    names = [".", "uk", "gov.uk", "example.net", "example.org", *world.zones]
    stubs = "".join(f'stub-zone:\n  name: "{name}"\n  stub-addr: {at}\n' for name in names)
    return (
        f'server:\n  interface: 127.0.0.1@{world.ports["unbound"]}\n  username: ""\n  chroot: ""\n'
        f'  directory: "{folder}"\n  pidfile: "{folder}/unbound.pid"\n  use-syslog: no\n'
        f'  logfile: "{folder}/unbound.log"\n  do-not-query-localhost: no\n  do-ip6: no\n'
        '  cache-max-ttl: 0\n  cache-max-negative-ttl: 0\n  module-config: "validator iterator"\n'
        f'  trust-anchor: "gov.uk. DS {world.keys["gov.uk"].ds()}"\nremote-control:\n  control-enable: no\n{stubs}'
    )


def _nginx_settings(world: Loopback) -> str:
    folder, root, authority = world.folder, world.folder / "site", Authority()
    (root / ".well-known").mkdir(parents=True)
    (root / "index.html").write_text(_HOME)
    expires = datetime.now(UTC) + 200 * DAY
    contact = f"Contact: mailto:security@{world.councils[0]}\nExpires: {expires:%Y-%m-%dT00:00:00Z}\n"
    (root / ".well-known" / "security.txt").write_text(contact)
    file = authority.issue(*(each for name in world.zones for each in (name, f"www.{name}"))).saved(folder)
    world.authorities = authority.saved(folder)
    user = "user root;" if os.geteuid() == 0 else ""
    scratch = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi"))
    scratch += f" uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;"
    return (
        f"daemon off; {user} worker_processes 1; pid {folder}/nginx.pid; events {{ }}\n"
        f"http {{ access_log off; {scratch} types {{ text/html html; text/plain txt; }}\n"
        f"server {{ listen {WEBSITE}:{world.ports['80']}; return 301 https://$host$request_uri; }}\n"
        f"server {{ listen {WEBSITE}:{world.ports['443']} ssl; root {root}; server_tokens off;\n"
        f"  ssl_certificate {file}; ssl_certificate_key {file}; ssl_protocols TLSv1.2 TLSv1.3;\n"
        '  add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always; }\n}\n'
    )


@contextmanager
def _running(folder: Path, name: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    program = shutil.which(name, path=_PATH) or name
    out = folder / f"{name}.out"
    with out.open("wb") as log, subprocess.Popen([program, *arguments], stdout=log, stderr=log) as process:
        try:
            yield process
        finally:
            process.terminate()


def _wait_for_website(port: int) -> None:
    last_moment = time.monotonic() + PUBLISH_LIMIT_S
    while time.monotonic() < last_moment:
        try:
            with socket.create_connection((WEBSITE, port), timeout=0.3):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("nginx doesn't answer")
