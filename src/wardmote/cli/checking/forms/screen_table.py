"""How is a result shown to the person at the terminal? The result first, then what is wrong, worst first, with its fix.

Fixes stand outside the table and are never broken into lines of ours, so that a record can be copied.
"""

from typing import TYPE_CHECKING, Any, TextIO

from . import Form, Writer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from wardmote.engines.checks.rounds import Outcome

    from ..findings import Run, Tally

MARKS = {
    "bad": ("✘ bad", "red"),
    "weak": ("! weak", "yellow"),
    "unknown": ("? unknown", "magenta"),
    "good": ("✔ good", "green"),
    "not-applicable": ("– not applicable", "dim"),
}
WIDEST = 10_000


class ScreenWriter(Writer):
    """Keeps the outcomes until the end: the first line says what all came to. Of many domains, only what isn't well."""

    is_streamed = False

    def __init__(self, out: TextIO, run: "Run") -> None:
        super().__init__(out, run)
        self._kept: list[Outcome] = []

    def add(self, outcome: "Outcome") -> None:
        """Keep one outcome, without the facts behind it."""
        from dataclasses import replace

        self._kept.append(replace(outcome, facts={}))

    def end(self, tally: "Tally") -> None:
        """Write everything."""
        console = console_on(self.out)
        if self.run.domains == 1:
            for outcome in self._kept:
                self._write_domain(console, outcome, is_whole=True)
            return
        from ..findings import sums

        console.print(sums(tally), soft_wrap=True)
        print_table(console, domains_table(self._kept))
        for outcome in self._kept:
            console.print()
            self._write_domain(console, outcome, is_whole=False)

    def _write_domain(self, console: "Console", outcome: "Outcome", *, is_whole: bool) -> None:
        from ..findings import headline, worst_first
        from ..plain import plain

        found = worst_first(outcome, self.run)
        shown = found if is_whole else [one for one in found if one[1].verdict.value in ("bad", "weak", "unknown")]
        console.print(headline(outcome), style="bold", soft_wrap=True)
        console.print(outcome.grade.why, soft_wrap=True)
        if shown:
            print_table(console, findings_table(shown))
        fixes = [(check, finding) for check, finding in shown if finding.fix]
        if fixes:
            console.print("What to do, worst first:", style="bold")
        for check, finding in fixes:
            console.print(f"  {check.id}: {plain(finding.fix)}", soft_wrap=True)


def console_on(out: TextIO) -> "Console":
    """Return what writes to `out`: colours only on a terminal, and none where NO_COLOR is set."""
    from rich.console import Console

    return Console(file=out, highlight=False, markup=False, emoji=False)


def print_table(console: "Console", table: "Table") -> None:
    """Write a table; away from a terminal it is as wide as its content."""
    from rich.console import Console
    from rich.measure import Measurement

    if not console.is_terminal:
        console = Console(file=console.file, highlight=False, markup=False, emoji=False, width=WIDEST)
        console.width = Measurement.get(console, console.options, table).maximum
    console.print(table)


def findings_table(found: "list[tuple[Any, Any]]") -> "Table":
    """Return a table with a row for each finding."""
    from rich.table import Table
    from rich.text import Text

    from ..plain import plain

    table = Table()
    for column in ("Verdict", "Severity", "Check", "Finding"):
        table.add_column(column, overflow="fold", no_wrap=column in ("Verdict", "Check"))
    for check, finding in found:
        mark, style = MARKS[finding.verdict.value]
        severity = finding.severity.name.lower() if finding.severity else ""
        table.add_row(Text(mark, style), Text(severity), Text(check.id), Text(plain(finding.says)))
    return table


def domains_table(outcomes: "list[Outcome]") -> "Table":
    """Return a table with a row for each domain."""
    from rich.table import Table
    from rich.text import Text

    from ..findings import counted

    table = Table()
    for column in ("Domain", "Grade", "Findings"):
        table.add_column(column, overflow="fold")
    for outcome in outcomes:
        table.add_row(Text(outcome.domain), Text(outcome.grade.letter or "none"), Text(counted(outcome)))
    return table


FORM = Form("", "", ScreenWriter)
