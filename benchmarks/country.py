"""How do thousands of made-up councils stand in the DNS, in the mix that real ones do?

Every domain is a zone of its own below a signed gov.uk, served by NSD and asked through a validating Unbound, both on
loopback. The mix is ours: most with a large supplier's mail, some with servers of their own, some parked, some broken.
"""

import os
import shutil
import subprocess
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dns.message
import dns.query
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.contracts.real_dns import Keys
from wardmote.engines.checks.gather.dns.pace import Limits

RESOLVER, NAME_SERVER, FAR_NAME_SERVER = "127.0.53.1", "127.0.53.2", "127.0.53.3"
PROGRAMS = ("nsd", "unbound", "nginx", "dnsdist")
_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
_KEY = b64encode(
    rsa.generate_private_key(65537, 2048).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
).decode()


# One made-up supplier stands for many: the limits that are fair to each real one would measure themselves here.
# All else is as in production.
LIMITS = Limits(zone_per_s=1e6, zone_burst=10**6, client_per_s=1e6, client_burst=10**6)


@dataclass(frozen=True)
class Country:
    """So many domains, as they are named, and where their websites and mail servers would be."""

    size: int

    @property
    def domains(self) -> list[str]:
        """Every domain's name."""
        return [f"c{number}.gov.uk" for number in range(self.size)]


def missing_programs() -> list[str]:
    """Return which of the servers aren't installed; only root can give them the usual ports."""
    missing = [name for name in PROGRAMS if shutil.which(name, path=_PATH) is None]
    return missing if os.geteuid() == 0 else [*missing, "root"]


def host_of(number: int) -> str:
    """Return the loopback address of a council's website."""
    return f"127.{1 + number // 65536}.{number // 256 % 256}.{number % 256}"


def zone_of(number: int, server: str) -> str:
    """Return the zone of one council."""
    head = (
        "$TTL 300\n@ SOA ns1.supplier.example. hostmaster 1 3600 600 86400 300\n"
        "@ NS ns1.supplier.example.\n@ NS ns2.other.example.\n"
    )
    web = f"@ A {host_of(number)}\nwww A {host_of(number)}\n"
    match number % 20:
        case 0 | 1:
            return (
                head + '@ MX 0 .\n@ TXT "v=spf1 -all"\n_dmarc TXT "v=DMARC1; p=reject; rua=mailto:d@reports.example"\n'
            )
        case 2 | 3 | 4 | 5 | 6:
            own = "".join(
                f"@ MX {10 * at} mx{at}\nmx{at} A 192.0.2.{at}\nmx{at} AAAA 2001:db8::{at}\n" for at in (1, 2)
            )
            return (
                head
                + web
                + own
                + (
                    f'@ TXT "v=spf1 mx include:spf.news.example include:spf.pay.example ip4:192.0.2.{number % 250}"'
                    '" ~all"\n'
                    '_dmarc TXT "v=DMARC1; p=quarantine; pct=50; rua=mailto:d@reports.example"\n'
                    f'mail._domainkey TXT "v=DKIM1; k=rsa; p={_KEY[:200]}" "{_KEY[200:]}"\n@ CAA 0 issue "ca.example"\n'
                )
            )
        case 7 | 8:
            return (
                head + web + f'@ MX 10 mx{number % 3}.supplier.example.\n@ TXT "v=spf1 include:nowhere.example ?all"\n'
            )
        case _:
            return (
                head
                + web
                + (
                    f"@ MX 0 c{number}.mail.supplier.example.\nautodiscover CNAME auto.supplier.example.\n"
                    '@ TXT "v=spf1 include:spf.supplier.example include:spf.news.example -all"\n'
                    '@ TXT "supplier-verification=1"\n'
                    f'_dmarc TXT "v=DMARC1; p=reject; rua=mailto:d{number}@reports.example; psd=n"\n'
                    "selector1._domainkey CNAME s1.keys.supplier.example.\n"
                    "selector2._domainkey CNAME s2.keys.supplier.example.\n"
                    '_smtp._tls TXT "v=TLSRPTv1; rua=mailto:t@reports.example"\n_mta-sts TXT "v=STSv1; id=1"\n'
                    f'mta-sts A {host_of(number)}\n@ CAA 0 issue "ca.example"\n'
                )
            )


def write(folder: Path, size: int, server: str, mail: str) -> str:
    """Write every zone as seen from a name server's address; return the trust anchor."""
    now = datetime.now(UTC)
    keys = {number: Keys(f"c{number}.gov.uk") for number in range(0, size, 20)}
    above = Keys("gov.uk")
    soa = "@ 300 SOA ns1.supplier.example. hostmaster.supplier.example. 1 3600 600 86400 300\n"
    apart = soa + "@ 300 NS ns1.supplier.example.\n@ 300 NS ns2.other.example.\n"
    glue = f"ns1.supplier.example. 300 A {server}\nns2.other.example. 300 A {server}\n"
    names = ("gov.uk", "supplier.example", "other.example", "news.example", "pay.example", "reports.example")
    root = "".join(f"{name}. 300 NS ns1.supplier.example.\n{name}. 300 NS ns2.other.example.\n" for name in names)
    zones = {".": apart + root + glue}
    zones["supplier.example"] = (
        apart
        + f"ns1 300 A {server}\n*.mail 300 A {mail}\nauto 300 A {mail}\n"
        + "".join(f"mx{at} 300 A {mail}\n" for at in range(3))
        + '@ 300 TXT "v=spf1 -all"\n'
        + 'spf 300 TXT "v=spf1 ip4:198.51.100.0/24 ip6:2001:db8:1::/48 include:spf2.supplier.example -all"\n'
        + 'spf2 300 TXT "v=spf1 ip4:203.0.113.0/24 -all"\n'
        + "".join(f's{at}.keys 300 TXT "v=DKIM1; k=rsa; p={_KEY[:200]}" "{_KEY[200:]}"\n' for at in (1, 2))
    )
    zones["other.example"] = apart + f"ns2 300 A {server}\n"
    zones["news.example"] = (
        apart
        + 'spf 300 TXT "v=spf1 ip4:192.0.2.64/26 include:spf2.news.example ~all"\n'
        + 'spf2 300 TXT "v=spf1 ip4:192.0.2.0/28 ~all"\n'
    )
    zones["pay.example"] = apart + 'spf 300 TXT "v=spf1 a:a.pay.example mx ~all"\na 300 A 192.0.2.77\n@ 300 MX 10 a\n'
    zones["reports.example"] = apart + '*._report._dmarc 300 TXT "v=DMARC1"\n*._report._tls 300 TXT "v=TLSRPTv1"\n'
    delegations = "".join(
        f"c{number} 300 NS ns1.supplier.example.\nc{number} 300 NS ns2.other.example.\n" for number in range(size)
    )
    delegations += "".join(f"c{number} 300 DS {key.ds()}\n" for number, key in keys.items())
    policy = '_dmarc 300 TXT "v=DMARC1; p=none; np=reject; sp=none"\n'
    ends = now + timedelta(days=20)
    zones["gov.uk"] = above.sign(apart + policy + delegations, ends)
    for number in range(size):
        text = zone_of(number, server)
        zones[f"c{number}.gov.uk"] = keys[number].sign(text, ends) if number in keys else text
    for name, text in zones.items():
        (folder / f"{'root' if name == '.' else name}.zone").write_text(text)
    listed = "".join(
        f'zone:\n  name: "{name}"\n  zonefile: "{"root" if name == "." else name}.zone"\n' for name in zones
    )
    (folder / "nsd.conf").write_text(
        f'server:\n  ip-address: {NAME_SERVER}@53\n  username: ""\n  zonesdir: "{folder}"\n  database: ""\n'
        f'  server-count: 1\n  pidfile: "{folder}/nsd.pid"\n  xfrdfile: "{folder}/xfrd"\n'
        f'  zonelistfile: "{folder}/zones"\n'
        f'  cookie-secret-file: ""\n  rrl-ratelimit: 0\nremote-control:\n  control-enable: no\n{listed}'
    )
    (folder / "unbound.conf").write_text(
        f'server:\n  interface: {RESOLVER}@53\n  username: ""\n  chroot: ""\n  directory: "{folder}"\n'
        f'  pidfile: "{folder}/unbound.pid"\n  use-syslog: no\n  logfile: "{folder}/unbound.log"\n'
        "  udp-connect: no\n  qname-minimisation: no\n  do-not-query-localhost: no\n  do-ip6: no\n  ede: yes\n"
        "  num-threads: 1\n  msg-cache-size: 256m\n"
        "  rrset-cache-size: 512m\n  outgoing-range: 8192\n  num-queries-per-thread: 4096\n  so-rcvbuf: 4m\n"
        '  module-config: "validator iterator"\n  jostle-timeout: 2000\n  access-control: 127.0.0.0/8 allow\n'
        f'  trust-anchor: "gov.uk. DS {above.ds()}"\nremote-control:\n  control-enable: no\n'
        f'stub-zone:\n  name: "."\n  stub-addr: {server}\n  stub-prime: no\n'
    )
    return above.ds()


@contextmanager
def running(folder: Path, size: int, *, away_ms: float = 0, mail: str = "127.0.25.1") -> Iterator[Country]:
    """Run the name server and the resolver, the former so far away, with an empty cache."""
    folder.mkdir(parents=True, exist_ok=True)
    write(folder, size, FAR_NAME_SERVER if away_ms else NAME_SERVER, mail)
    with ExitStack() as stack:
        stack.enter_context(program("nsd", "-d", "-c", f"{folder}/nsd.conf", log=folder / "nsd.out"))
        if away_ms:
            from benchmarks.far_away import relaying

            stack.enter_context(relaying(folder, FAR_NAME_SERVER, NAME_SERVER, away_ms))
        stack.enter_context(program("unbound", "-d", "-c", f"{folder}/unbound.conf", log=folder / "unbound.out"))
        _wait(f"c{size - 1}.gov.uk")
        yield Country(size)


@contextmanager
def program(name: str, *arguments: str, log: Path) -> Iterator[None]:
    """Run a server for the length of a block."""
    path = shutil.which(name, path=_PATH) or name
    with log.open("wb") as out, subprocess.Popen([path, *arguments], stdout=out, stderr=out) as process:
        try:
            yield
        finally:
            process.terminate()


def _wait(name: str) -> None:
    query = dns.message.make_query(name, "SOA")
    for _ in range(600):
        try:
            if dns.query.udp(query, RESOLVER, timeout=0.5).answer:
                return
        except (OSError, dns.exception.Timeout):
            time.sleep(0.1)
    raise RuntimeError("the resolver doesn't answer")
