"""What do assessments cost, with 318 councils in the database? The peers' figures are those that were measured on a
two-core machine with the same seed: WebCAF and CISO Assistant.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode

from rich.console import Console
from rich.table import Table

from . import stage

FEW, MANY = 10, 318
ROUNDS = 40
SAVES = 282


@dataclass(frozen=True)
class Row:
    """One figure beside its peer and what it must reach."""

    figure: str
    peer: str
    asked: str
    ours: str
    is_reached: bool


def run(console: Console) -> bool:
    """Measure, print the table, and say whether every figure is reached."""
    stage.set_up()
    from . import county

    if not county.has_wording():
        console.print("Skipped: the official statements aren't at hand. Set WARDMOTE_SAMPLES to the folder with caf/.")
        return True
    from .clerks import Clerks

    county.bring_wording()
    clerks = Clerks(county.councils(MANY))
    county.populate(clerks.bodies[:FEW], clerks.one)
    few = clerks.p95_of_saves()
    county.populate(clerks.bodies[FEW:], clerks.one)
    rows = [
        _lost(clerks),
        _form(clerks),
        _saves(few, clerks.p95_of_saves()),
        *_reports(clerks),
        _list(clerks),
        _history(clerks),
        _roll_up(clerks),
    ]
    table = Table(title=f"Assessments: {MANY} councils, each with a submitted and a draft CAF 3.2")
    for heading in ("figure", "peers", "asked", "ours", "reached"):
        table.add_column(heading)
    for row in rows:
        table.add_row(row.figure, row.peer, row.asked, row.ours, "yes" if row.is_reached else "NO")
    console.print(table)
    return all(row.is_reached for row in rows)


def p95(taken_ms: list[float]) -> float:
    """Return the 95th percentile."""
    return quantiles(taken_ms, n=20)[18]


def _lost(clerks: Any) -> Row:
    lost, asked = clerks.save_side_by_side(ROUNDS), clerks.save_the_same(ROUNDS)
    return Row(
        f"Two people save different outcomes at one moment, {ROUNDS} rounds; then the same outcome",
        f"one person's work lost in {ROUNDS} of {ROUNDS}",
        "0 lost; both shown and asked",
        f"{lost} lost; asked in {asked} of {ROUNDS}",
        lost == 0 and asked == ROUNDS,
    )


def _form(clerks: Any) -> Row:
    cost = stage.cpu_ms(clerks.page("B2.a"), times=30)
    return Row("CPU of an outcome's form with its statements", "47 ms", "15 ms", f"{cost:.1f} ms", cost <= 15)


def _saves(few: float, many: float) -> Row:
    return Row(
        f"Save one outcome, p95, at {FEW} and at {MANY} councils",
        "38-51 ms / 2,178 ms",
        "20 ms, the same at both",
        f"{few:.1f} ms / {many:.1f} ms",
        max(few, many) <= 20,
    )


def _reports(clerks: Any) -> list[Row]:
    html = stage.cpu_ms(clerks.report_page(), times=20)
    pdf_s, state = clerks.make_pdf()
    return [
        Row("Full report as HTML, CPU", "53 ms", "20 ms", f"{html:.1f} ms", html <= 20),
        Row(
            "Full report as PDF, wall clock of the job",
            "5,072 ms in the request",
            "1.5 s, never in the request",
            f"{pdf_s * 1000:,.0f} ms in a job ({state})",
            pdf_s < 1.5 and state == "done",
        ),
    ]


def _list(clerks: Any) -> Row:
    page = clerks.list_page()
    queries, taken = clerks.count_queries(page), _median_ms(page)
    return Row(
        "List of 201 submitted assessments",
        "815 queries, 0.7-1.1 s",
        "6 queries, 40 ms",
        f"{queries} queries, {taken:.0f} ms",
        queries <= 6 and taken <= 40,
    )


def _history(clerks: Any) -> Row:
    size = clerks.history_bytes(SAVES) / 1e6
    return Row(f"History of one assessment after {SAVES} saves", "7.6 MB", "0.3 MB", f"{size:.2f} MB", size <= 0.3)


def _roll_up(clerks: Any) -> Row:
    page = clerks.roll_up_page()
    queries, slow = clerks.count_queries(page), p95(_taken_ms(page, 60))
    return Row(
        f"National roll-up, {MANY} councils x 39 outcomes, p95",
        "5.4 s / none",
        "100 ms, 5 queries",
        f"{slow:.0f} ms, {queries} queries",
        slow < 100 and queries <= 5,
    )


def _median_ms(ask: Callable[[], object]) -> float:
    taken = sorted(_taken_ms(ask, 30))
    return taken[len(taken) // 2]


def _taken_ms(ask: Callable[[], object], times: int) -> list[float]:
    for _ in range(3):
        ask()
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Make the calls in as many threads, all let go at one moment; returns their answers in order."""
    from django.db import connection

    gate = threading.Barrier(len(calls))
    answers: list[object] = [None] * len(calls)

    def make(place: int, call: Callable[[], object]) -> None:
        gate.wait()
        try:
            answers[place] = call()
        finally:
            connection.close()

    threads = [threading.Thread(target=make, args=(place, call)) for place, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def form_of(**values: object) -> str:
    """Return a form as a browser sends it."""
    return urlencode(values, doseq=True)
