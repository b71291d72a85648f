"""Check settings, database, worker, mail, clock, disk and audit log, and say what to do."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..screen import as_json, console, say, show_json
from ..starting import started

if TYPE_CHECKING:
    from wardmote.kernel.health import Check

MARKS = {"good": ("✔", "green"), "weak": ("!", "yellow"), "bad": ("✘", "red")}


@click.command(name="doctor", help=__doc__)
@as_json
def command(is_json: bool) -> None:
    """Show each check's word and what to do; exit code 1 if something is bad."""
    with started() as home:
        found = examine_all(home)
    bad = [check for check in found if check.state == "bad"]
    if is_json:
        show_json({"is_healthy": not bad, "checks": [asdict(check) for check in found]})
    else:
        show(found, len(bad))
    sys.exit(1 if bad else 0)


def examine_all(home: Path) -> "list[Check]":
    """Make the kernel's checks, and those of what this installation should hold."""
    from wardmote.kernel.health import CHECKS, examine

    ours = {"register": register_is_loaded, "audit": lambda: audit_is_intact(home), "pdf": papers_can_be_made}
    return list(examine(CHECKS | ours))


def register_is_loaded() -> "Check":
    """Is the register there?"""
    from wardmote.kernel.health import Check, State, good
    from wardmote.register.models import Body

    count = Body.objects.filter(is_demonstration=False).count()
    if not count:
        return Check("register", State.BAD, "The register is empty.", "Run: wardmote upgrade")
    return good("register", f"{count} bodies.")


def papers_can_be_made() -> "Check":
    """Is there what makes PDFs?"""
    from wardmote.assess.public import can_print
    from wardmote.kernel.health import Check, State, good

    if can_print():
        return good("pdf", "Reports can be made as PDF.")
    fix = "Install Pango (Debian, Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0) and restart."
    return Check("pdf", State.WEAK, "PDFs can't be made: the library Pango is missing.", fix)


def audit_is_intact(home: Path) -> "Check":
    """Is the audit log as it was written?"""
    from wardmote.kernel.health import Check, State, good

    from .audit.verify import verify_against

    head, fault = verify_against(home, None)
    if fault:
        return Check("audit", State.BAD, f"Entry {fault.sequence}: {fault.sentence}.", "Run: wardmote audit verify")
    return good("audit", f"{head.sequence:,} entries in one unbroken chain.")


def show(found: "list[Check]", bad: int) -> None:
    """Write the result first, then a line for each check."""
    from rich.text import Text

    weak = sum(check.state == "weak" for check in found)
    say(f"{bad} bad, {weak} worth a look, {len(found) - bad - weak} good.")
    for check in found:
        mark, colour = MARKS[check.state]
        line = Text.assemble((f"{mark} ", colour), (f"{check.name}: ", "bold"), check.sentence)
        if check.fix and check.state != "good":
            line.append(f" → {check.fix}")
        console().print(line)
