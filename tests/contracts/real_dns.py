"""How do a real name server (NSD) and a real validating resolver (Unbound) serve generated zones on loopback?

`gov.uk` is signed and is the resolver's trust anchor. Below it are domains in every condition; no zone of the real
world is asked.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dns.dnssec
import dns.dnssectypes
import dns.message
import dns.query
import dns.rdatatype
import dns.zone
from cryptography.hazmat.primitives.asymmetric import ec
from dns.rdtypes.ANY.DNSKEY import DNSKEY

PROGRAMS = ("nsd", "unbound")
_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
_HEAD = "@ 300 SOA ns1.example.net. hostmaster.example.net. 1 3600 600 86400 300\n"
_APART = _HEAD + "@ 300 NS ns1.example.net.\n@ 300 NS ns2.example.org.\n"
_MAIL = "@ 300 MX 10 mx.example.net.\n"
_LONG = " ".join(f'"{"x" * 255}"' for _ in range(40))
HEALTHY = (
    _APART
    + _MAIL
    + '@ 300 A 192.0.2.10\n@ 300 CAA 0 issue "letsencrypt.org"\nwww 300 CNAME web.example.net.\n'
    + '_smtp._tls 300 TXT "v=TLSRPTv1; rua=mailto:tls@example.net"\n_mta-sts 300 TXT "v=STSv1; id=1"\n'
    + f"long 300 TXT {_LONG}\n"
)
ZONES = {
    "uk": _APART + "gov 300 NS ns1.example.net.\n",
    "gov.uk": _APART,
    "example.net": _APART
    + "".join(f"{name} 300 A 192.0.2.{at}\n" for at, name in enumerate(("ns1", "mx", "web"), start=1))
    + "".join(f"n{at} 300 A 10.1.{at >> 8}.{at & 255}\n" for at in range(2000)),
    "example.org": _APART + "ns2 300 A 198.51.100.1\n",
    "healthy.gov.uk": HEALTHY,
    "unsigned.gov.uk": _HEAD + "@ 300 NS ns1.example.net.\n* 300 A 192.0.2.9\nwww 300 CNAME gone.example.net.\n",
    "broken.gov.uk": HEALTHY,
    "expired.gov.uk": HEALTHY,
    "orphan.gov.uk": HEALTHY,
}
SIGNED = ("healthy.gov.uk", "broken.gov.uk", "expired.gov.uk", "orphan.gov.uk")


def missing_programs() -> list[str]:
    """Return which of the programs aren't installed, after an attempt to install them where we may."""
    missing = [name for name in PROGRAMS if shutil.which(name, path=_PATH) is None]
    apt = shutil.which("apt-get")
    if missing and apt and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["install", "-y", "-q", "--no-install-recommends", *missing]
        for arguments in (["update", "-q"], install):
            subprocess.run([apt, *arguments], env=quiet, check=False, capture_output=True)
    return [name for name in missing if shutil.which(name, path=_PATH) is None]


class Keys:
    """A key for each zone; its DS record is what the parent is to publish."""

    def __init__(self, zone: str) -> None:
        self.zone = zone
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.public: DNSKEY = dns.dnssec.make_dnskey(
            self.private.public_key(), dns.dnssectypes.Algorithm.ECDSAP256SHA256, flags=257
        )

    def ds(self) -> str:
        """Return the DS record's data."""
        return str(dns.dnssec.make_ds(f"{self.zone}.", self.public, "SHA256"))

    def sign(self, text: str, ends: datetime) -> str:
        """Return the zone's text with signatures that end at a moment."""
        zone = dns.zone.from_text(text, origin=f"{self.zone}.", relativize=False)
        begins = ends - timedelta(days=30)
        dns.dnssec.sign_zone(
            zone, keys=[(self.private, self.public)], dnskey_ttl=300, add_dnskey=True, inception=begins, expiration=ends
        )
        found: str = zone.to_text(relativize=False)
        return found


def write_zones(folder: Path, now: datetime) -> str:
    """Write every zone's file, and return the trust anchor of gov.uk."""
    keys = {name: Keys(name) for name in ("gov.uk", *SIGNED)}
    delegations = "".join(f"{name}. 300 NS ns1.example.net.\n" for name in ZONES if name.endswith(".gov.uk"))
    delegations += "dead 300 NS ns.dead.gov.uk.\nns.dead 300 A 127.0.0.9\n"
    delegations += f"healthy 300 DS {keys['healthy.gov.uk'].ds()}\nexpired 300 DS {keys['expired.gov.uk'].ds()}\n"
    delegations += f"broken 300 DS {Keys('broken.gov.uk').ds()}\n"
    for name, text in ZONES.items():
        whole = text + (delegations if name == "gov.uk" else "")
        if name in keys:
            whole = keys[name].sign(whole, now + timedelta(days=-2 if name == "expired.gov.uk" else 20))
        (folder / f"{name}.zone").write_text(whole)
    return f"gov.uk. DS {keys['gov.uk'].ds()}"


def free_port() -> int:
    """Return a port of loopback that is free for both protocols."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as stream:
        stream.bind(("127.0.0.1", 0))
        port: int = stream.getsockname()[1]
        return port


def _nsd_settings(folder: Path, port: int) -> str:
    zones = "".join(f'zone:\n  name: "{name}"\n  zonefile: "{folder}/{name}.zone"\n' for name in ZONES)
    return (
        f'server:\n  ip-address: 127.0.0.1@{port}\n  username: ""\n  zonesdir: "{folder}"\n  database: ""\n'
        f'  pidfile: "{folder}/nsd.pid"\n  xfrdfile: "{folder}/xfrd"\n  zonelistfile: "{folder}/zones"\n'
        f'  cookie-secret-file: ""\n  rrl-ratelimit: 0\n  hide-version: yes\n'
        f"remote-control:\n  control-enable: no\n{zones}"
    )


def _unbound_settings(folder: Path, port: int, nsd_port: int, anchor: str) -> str:
    stubs = "".join(f'stub-zone:\n  name: "{name}"\n  stub-addr: 127.0.0.1@{nsd_port}\n' for name in ZONES)
    return (
        f'server:\n  interface: 127.0.0.1@{port}\n  username: ""\n  chroot: ""\n  directory: "{folder}"\n'
        f'  pidfile: "{folder}/unbound.pid"\n  use-syslog: no\n  logfile: "{folder}/unbound.log"\n'
        '  do-not-query-localhost: no\n  do-ip6: no\n  ede: yes\n  module-config: "validator iterator"\n'
        f'  trust-anchor: "{anchor}"\nremote-control:\n  control-enable: no\n{stubs}'
    )


@contextmanager
def real_resolver(folder: Path) -> Iterator[tuple[str, int]]:
    """Run both servers, and give the resolver's address and port."""
    nsd_port, port = free_port(), free_port()
    anchor = write_zones(folder, datetime.now(UTC))
    (folder / "nsd.conf").write_text(_nsd_settings(folder, nsd_port))
    (folder / "unbound.conf").write_text(_unbound_settings(folder, port, nsd_port, anchor))
    with (
        _running("nsd", "-d", "-c", f"{folder}/nsd.conf", log=folder / "nsd.log"),
        _running("unbound", "-d", "-c", f"{folder}/unbound.conf", log=folder / "unbound.out"),
    ):
        _wait_for(port)
        yield "127.0.0.1", port


@contextmanager
def _running(name: str, *arguments: str, log: Path) -> Iterator[None]:
    program = shutil.which(name, path=_PATH) or name
    with log.open("wb") as out, subprocess.Popen([program, *arguments], stdout=out, stderr=out) as process:
        try:
            yield
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    query = dns.message.make_query("healthy.gov.uk", "SOA")
    for _ in range(100):
        try:
            if dns.query.udp(query, "127.0.0.1", port=port, timeout=0.3).answer:
                return
        except (OSError, dns.exception.Timeout):
            time.sleep(0.1)
    raise AssertionError("the resolver doesn't answer")
