"""How many domains and websites are checked each second, beside checkdmarc and sslyze against the same real servers?

NSD, Unbound and nginx run on loopback and on the same two cores as whoever asks. Peers are installed into environments
of their own, and are asked about a sample, since they'd take long. The resolver's cache is empty at each start.
"""

import multiprocessing
import subprocess
import tempfile
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from . import country

DOMAINS, PROCESSES, AT_ONCE = 2_000, 2, 100
SAMPLE, FAR_SAMPLE, SITES_SAMPLE = 60, 12, 60
AWAY_MS = 20
MOST_CONNECTIONS = 8
ASKED_NEAR, ASKED_FAR, ASKED_SITES = 400, 200, 150
PEERS = Path(__file__).parent.parent / ".wardmote" / "peers"
_CHECKDMARC = """
import sys, time, checkdmarc
names = sys.argv[2:]
begun = time.perf_counter()
for name in names:
    checkdmarc.check_domains([name], nameservers=[sys.argv[1]], skip_tls=True, timeout=5)
print("RATE", len(names) / (time.perf_counter() - begun))
"""
_SSLYZE = """
import sys, time
from sslyze import Scanner, ServerNetworkLocation, ServerScanRequest, ScanCommand
sites = [line.split("=") for line in sys.argv[2:]]
begun = time.perf_counter()
scanner = Scanner(concurrent_server_scans_limit=32)
scanner.queue_scans([ServerScanRequest(server_location=ServerNetworkLocation(hostname=n, ip_address=a, port=443),
    scan_commands={ScanCommand.CERTIFICATE_INFO}) for n, a in sites])
done = [result for result in scanner.get_results() if result.scan_result]
print("RATE", len(done) / (time.perf_counter() - begun))
"""
_NGINX = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log crit; user root;
worker_rlimit_nofile 16384;
events {{ worker_connections 8192; }}
http {{ access_log off; default_type text/html; ssl_certificate {pair}; ssl_certificate_key {pair};
  ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache off;
  server {{ listen 80 default_server; return 301 https://$host$request_uri; }}
  server {{ listen 443 ssl default_server; root {folder}/www; add_header X-Content-Type-Options nosniff;
    add_header Strict-Transport-Security max-age=31536000;
    add_header Content-Security-Policy "default-src 'self'; frame-ancestors 'none'"; }} }}
"""
_WITH_MAIL = "load_module /usr/lib/nginx/modules/ngx_mail_module.so;\n"
_MAIL = """
mail {{ server_name mx.supplier.example; auth_http 127.0.0.1:9; smtp_auth none; xclient off;
  server {{ listen 25; protocol smtp; starttls on; ssl_certificate {pair}; ssl_certificate_key {pair};
    ssl_protocols TLSv1.2 TLSv1.3; }} }}
"""


@dataclass(frozen=True)
class Pass:
    """What a run over domains came to."""

    rate: float
    cpu_ms: float
    findings: int
    unknown: int
    connections: int = 0


def run(console: Console) -> bool:
    """Measure, print the table, and say whether every figure is reached."""
    if missing := country.missing_programs():
        console.print(
            f"Not measured: {', '.join(missing)} isn't there. Debian's packages nsd, unbound, nginx-light and dnsdist."
        )
        return False
    table = Table(title=f"Checks from outside: {DOMAINS:,} domains, {PROCESSES} processes, two cores with the servers")
    for heading in ("figure", "peer in this run", "ours", "at least", "CPU each", "unknown", "reached"):
        table.add_column(heading, justify="left" if heading == "figure" else "right")
    reached = _dns(table, 0, ASKED_NEAR, SAMPLE)
    reached &= _dns(table, AWAY_MS, ASKED_FAR, FAR_SAMPLE)
    reached &= _web(table)
    console.print(table)
    return reached


def _dns(table: Table, away_ms: float, asked: float, sample: int) -> bool:
    with (
        tempfile.TemporaryDirectory() as folder,
        country.running(Path(folder), DOMAINS + sample, away_ms=away_ms) as found,
    ):
        names = found.domains
        peer = peer_rate("checkdmarc==6.0.4", _CHECKDMARC, [country.RESOLVER, *names[DOMAINS:]])
        ours = _together(names[:DOMAINS], ("dns", "mail"), authorities="")
    return _row(table, f"DNS and mail verdicts, servers {away_ms:g} ms away", f"checkdmarc {peer}", ours, asked)


def _web(table: Table) -> bool:
    with (
        tempfile.TemporaryDirectory() as folder,
        country.running(Path(folder), DOMAINS) as found,
        websites(Path(folder)) as authorities,
    ):
        with_sites = [(n, name) for n, name in enumerate(found.domains) if n % 20 > 1]
        sites = [f"{name}={country.host_of(number)}" for number, name in with_sites[:SITES_SAMPLE]]
        peer = peer_rate("sslyze", _SSLYZE, [authorities, *sites])
        ours = _together([name for _, name in with_sites], ("web",), authorities=authorities)
    each = ours.connections / len(with_sites)
    title = f"websites: certificate, TLS versions, headers ({each:.1f} connections each, at most {MOST_CONNECTIONS})"
    return _row(table, title, f"sslyze, certificate only {peer}", ours, ASKED_SITES) and each <= MOST_CONNECTIONS


def _row(table: Table, title: str, peer: str, ours: Pass, asked: float) -> bool:
    is_reached = ours.rate >= asked
    share = f"{ours.unknown / ours.findings:.1%}"
    table.add_row(
        title,
        peer,
        f"{ours.rate:.0f}/s",
        f"{asked:.0f}/s",
        f"{ours.cpu_ms:.1f} ms",
        share,
        "yes" if is_reached else "NO",
    )
    return is_reached


def _together(names: list[str], areas: tuple[str, ...], *, authorities: str) -> Pass:
    """Check the names in several processes, as workers do, and time from the moment when all are ready."""
    context = multiprocessing.get_context("spawn")
    ready, go, out = context.Barrier(PROCESSES + 1), context.Event(), context.Queue()
    shares = [names[at::PROCESSES] for at in range(PROCESSES)]
    workers = [context.Process(target=_work, args=(share, areas, authorities, ready, go, out)) for share in shares]
    for worker in workers:
        worker.start()
    ready.wait()
    begun = time.perf_counter()
    go.set()
    parts = [out.get() for _ in workers]
    elapsed = time.perf_counter() - begun
    for worker in workers:
        worker.join()
    cpu, findings, unknown, connections = (sum(part[at] for part in parts) for at in range(4))
    return Pass(len(names) / elapsed, 1000 * cpu / len(names), findings, unknown, connections)


def _work(names: list[str], areas: tuple[str, ...], authorities: str, ready: Any, go: Any, out: Any) -> None:
    from wardmote.engines.checks.gather.loops import run as run_loop
    from wardmote.engines.checks.registry import checks

    wanted = [check for check in checks() if check.area in areas]
    ready.wait()
    go.wait()
    begun = time.process_time()
    counted = run_loop(_check(names, wanted, authorities))
    out.put((time.process_time() - begun, *counted))


async def _check(names: list[str], wanted: list[Any], authorities: str) -> tuple[int, int, int]:
    from wardmote.engines.checks.gather.dns.resolver import Resolver
    from wardmote.engines.checks.gather.reach import Reach
    from wardmote.engines.checks.rounds import Outcome, Target, check_domains

    findings = unknown = 0

    def done(outcome: Outcome) -> None:
        nonlocal findings, unknown
        findings += len(outcome.findings)
        unknown += sum(finding.verdict.value == "unknown" for finding in outcome.findings.values())

    reach = Reach(allow=["127.0.0.0/8"], authorities=authorities) if authorities else None
    async with Resolver([(country.RESOLVER, 53)], limits=country.LIMITS) as resolver:
        targets = (Target(name) for name in names)
        await check_domains(
            targets, resolver=resolver, reach=reach, checks=wanted, at=datetime.now(UTC), done=done, at_once=AT_ONCE
        )
    return findings, unknown, reach.connections if reach else 0


@contextmanager
def websites(folder: Path, *, takes_mail: bool = False) -> Iterator[str]:
    """Run nginx for every address of loopback, with one certificate; give the file of its authority.

    With `takes_mail` it greets on port 25 too, and begins TLS.
    """
    from tests.unit.engines.checks.gather.made_certificates import Authority

    authority = Authority()
    pair = authority.issue("*.gov.uk", "gov.uk", "*.mail.supplier.example", "*.supplier.example").saved(folder)
    page = "<!doctype html><title>Council</title><h1>Council</h1><a href=/accessibility>Accessibility statement</a>"
    (folder / "www").mkdir()
    (folder / "www" / "index.html").write_text(page + "<p>Bins, benefits and elections.</p>" * 300)
    settings = _NGINX.format(folder=folder, pair=pair)
    if takes_mail:
        settings = _WITH_MAIL + settings + _MAIL.format(pair=pair)
    (folder / "nginx.conf").write_text(settings)
    with country.program("nginx", "-c", f"{folder}/nginx.conf", "-e", f"{folder}/nginx.err", log=folder / "nginx.out"):
        time.sleep(1)
        yield authority.saved(folder)


def peer_rate(requirement: str, script: str, arguments: list[str]) -> str:
    """Run a peer's script in an environment of its own; give its rate, or why there is none."""
    name = requirement.partition("==")[0]
    python = PEERS / name / "bin" / "python"
    if not python.exists():
        venv.create(PEERS / name, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", requirement], check=False, capture_output=True)
    ran = subprocess.run([python, "-c", script, *arguments], check=False, capture_output=True, text=True, timeout=900)
    rates = [line for line in ran.stdout.splitlines() if line.startswith("RATE")]
    return f"{float(rates[-1].split()[1]):.1f}/s" if rates else f"didn't run ({ran.stderr.strip()[-80:]})"
