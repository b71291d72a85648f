"""How fast do mail reports become rows, and how fast is a page about a year of a national body's reports?

Against the database that DATABASE_URL names, or SQLite. parsedmarc runs beside it in an environment of its own, reads a
sample and stores nothing; quoted figures weren't measured in this run. Reports are stored with new addresses in each,
which is the slowest case. The year's rows are made past the reader, as the same actions would have left them.
"""

import gzip
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

REPORTS, RECORDS, ROUNDS = 2_000, 50, 3
SOURCES, DAYS, SENDERS = 5_000, 365, 30
ASKED_PER_S, ASKED_S = 400, 0.1
SAMPLE = 200
_QUOTED = "quoted: parsedmarc 48/s, dmarc-report 114/s"
_PARSEDMARC = """
import pathlib, sys, time, parsedmarc
reports = [file.read_bytes() for file in pathlib.Path(sys.argv[1]).iterdir()]
begun = time.process_time()
for content in reports:
    parsedmarc.parse_aggregate_report_file(content, offline=True)
print("RATE", len(reports) / (time.process_time() - begun))
"""


def run(console: Console) -> bool:
    """Measure in a database of its own, print the table, and say whether every figure is reached."""
    _begin()
    from django.db import connection

    table = Table(title=f"DMARC aggregate reports as rows, {connection.vendor}")
    for heading in ("figure", "peers", "asked", "ours", "reached"):
        table.add_column(heading)
    per_s, cpu_per_s = _stored_per_s()
    is_fast = cpu_per_s >= ASKED_PER_S
    figure = f"{REPORTS:,} gzip reports x {RECORDS} records -> stored rows, seconds by the clock"
    table.add_row(figure, _QUOTED, "", f"{per_s:,.0f}/s", "-")
    figure, peer = "the same, seconds of one core", f"parsedmarc, reading only: {_parsedmarc()}"
    table.add_row(figure, peer, f"{ASKED_PER_S}/s", f"{cpu_per_s:,.0f}/s", "yes" if is_fast else "NO")
    is_quick = True
    for figure, taken_s in _pages():
        is_quick = is_quick and taken_s < ASKED_S
        row = (f"{ASKED_S * 1000:.0f} ms", f"{taken_s * 1000:,.0f} ms", "yes" if taken_s < ASKED_S else "NO")
        table.add_row(f"{figure}, a year of {SOURCES:,} sources a day", "", *row)
    console.print(table)
    return is_fast and is_quick


def _begin() -> None:
    os.environ.setdefault("WARDMOTE_MODE", "local")
    os.environ["WARDMOTE_HOME"] = tempfile.mkdtemp(prefix="wardmote-benchmark-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "wardmote.config.settings"
    # On PostgreSQL the owner makes the tables, and the measurement runs behind the walls between councils.
    as_owner = {**os.environ, "WARDMOTE_DATABASE_AS_OWNER": "1"}
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity=0"], check=True, env=as_owner)
    import django

    django.setup()


def _stored_per_s() -> tuple[float, float]:
    """Read and store all reports; returns reports a second by the clock and by the processor."""
    from benchmarks.reports import report
    from wardmote.kernel.moments import now
    from wardmote.kernel.viewer import seeing_as_system
    from wardmote.watch.public import CameBy, in_batches, take_reports
    from wardmote.watch.report_reading import read_file

    best = (0.0, 0.0)
    for number in range(ROUNDS):
        chance = random.Random(2025 + number)
        packed = [gzip.compress("".join(report(one, RECORDS, chance)).encode(), 6) for one in range(REPORTS)]
        with seeing_as_system():
            council, _domain = _council(f"round-{number}", "council.example")
            begun, begun_cpu = time.perf_counter(), time.process_time()
            found = (one for content in packed for one in read_file(content, "report.xml.gz"))
            taken = 0
            for batch in in_batches(found):
                later = now() + timedelta(days=4_000)
                taken += take_reports(by=None, council=council, found=batch, came_by=CameBy.UPLOAD, at=later).taken
            assert taken == REPORTS
        by_clock, by_cpu = time.perf_counter() - begun, time.process_time() - begun_cpu
        best = max(best, (REPORTS / by_clock, REPORTS / by_cpu))
    return best


def _parsedmarc() -> str:
    """Return how many reports parsedmarc reads in a second of one core, without asking anything of the network."""
    from benchmarks.checks import peer_rate
    from benchmarks.reports import report

    chance = random.Random(2025)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(SAMPLE):
            content = gzip.compress("".join(report(number, RECORDS, chance)).encode(), 6)
            Path(folder, f"{number}.xml.gz").write_bytes(content)
        return peer_rate("parsedmarc", _PARSEDMARC, [folder])


def _pages() -> list[tuple[str, float]]:
    """Return the seconds that each page's questions take, the best of several."""
    from wardmote.kernel.viewer import seeing_as_system
    from wardmote.watch.models import MailSource
    from wardmote.watch.queries.mail_days import trend
    from wardmote.watch.queries.mail_numbers import Scope, period_of
    from wardmote.watch.queries.rejecting import reject_page
    from wardmote.watch.queries.senders import senders
    from wardmote.watch.queries.source_page import machine_page, sender_page

    # The worst day for the last 30 days, of which half a month is then added up day by day.
    today = date(2026, 11, 14)
    with seeing_as_system():
        council, domain = _council("national", "nation.example")
        _fill(council.pk, domain.pk, today)
        scope = Scope((domain,), None)
        machine = MailSource.objects.filter(council=council, sender="").order_by("pk")[50].pk
        found: list[tuple[str, float]] = []
        for key, words in (("7", "7 days"), ("30", "30 days"), ("90", "3 months"), ("365", "12 months")):
            period = period_of(key, today)
            found.append((f"who sends as us, {words}", _best(lambda: senders(council, scope, period).total)))  # noqa: B023
        year = period_of("365", today)
        found.append(("the chart, 12 months", _best(lambda: trend(scope, year).bars)))
        found.append(("one machine, 12 months", _best(lambda: machine_page(council, machine, scope, year))))
        found.append(("one sender, 12 months", _best(lambda: sender_page(council, "sender-5", scope, year))))
        period = period_of("30", today)
        found.append(("safe to reject, 30 days", _best(lambda: reject_page(council, scope, domain, period).advice)))
    return found


def _best(ask: Callable[[], Any]) -> float:
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        ask()
        times.append(time.perf_counter() - begun)
    return min(times)


def _council(code: str, name: str) -> tuple[Any, Any]:
    from wardmote.estate.models import Domain
    from wardmote.kernel.moments import now
    from wardmote.register.models import Body

    council = Body.objects.create(code=f"{code}-{time.time():.0f}", kind="district")
    at = now()
    domain = Domain.objects.create(council=council, name=name, token="x", proof="dns", verified_at=at, added_at=at)
    return council, domain


def _fill(council: int, domain: int, today: date) -> None:
    """Make a year in which every source sent every day: a fifth of them belong to known senders."""
    from wardmote.watch.report_rows import Sums

    chance = random.Random(7)
    keys = [
        (f"10.{number // 65_536}.{number // 256 % 256}.{number % 256}", _sender(number), "")
        for number in range(SOURCES)
    ]
    for back in range(DAYS):
        sums = Sums(council)
        mail = sums.mail[domain, today - timedelta(days=back)] = {}
        for key in keys:
            fails = chance.random() < 0.5
            mail[key] = (0, 0, 0, chance.randrange(1, 9), 1, 0) if fails else (9, 1, 1, 0, 0, 0)
        _write(sums)


def _sender(number: int) -> str:
    return f"Sender {number % SENDERS}" if number % 5 == 0 else ""


def _write(sums: Any) -> None:
    from django.db import transaction

    with transaction.atomic():
        sums.write()


if __name__ == "__main__":
    sys.exit(0 if run(Console(width=150)) else 1)
