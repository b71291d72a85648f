"""Check that no entry of the audit log was changed or removed since it was written."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...audit_head import remember_head, remembered_head
from ...screen import as_json, say, show_json
from ...starting import started
from ...troubles import Trouble

if TYPE_CHECKING:
    from wardmote.kernel.audit import Fault, Head


@click.command(name="verify", help=__doc__)
@click.option("--expect", metavar="SEQUENCE:DIGEST", help="An entry noted down earlier that must still be there.")
@as_json
def command(expect: str | None, is_json: bool) -> None:
    """Walk the whole chain, and compare with the newest entry of the last good check."""
    with started() as home:
        head, fault = verify_against(home, read_head(expect) if expect else None)
        if fault is None:
            remember_head(home, head)
    if is_json:
        show_json(
            {
                "is_intact": fault is None,
                "head": {"sequence": head.sequence, "digest": head.digest},
                "fault": {"sequence": fault.sequence, "sentence": fault.sentence} if fault else None,
            }
        )
        sys.exit(0 if fault is None else 1)
    if fault:
        raise Trouble(
            f"The audit log was tampered with, at entry {fault.sequence}: {fault.sentence}. Keep the database as "
            "it is, and compare it with a backup."
        )
    say(f"✔ {head.sequence:,} entries in one unbroken chain.")
    say(f"  Note this elsewhere, and check against it later: --expect {head.sequence}:{head.digest}")


def verify_against(home: Path, given: "Head | None") -> "tuple[Head, Fault | None]":
    """Check against the head that the reader gives and the one that was remembered, as far as there are any."""
    from wardmote.kernel.audit import verify

    remembered = remembered_head(home)
    head, fault = verify(remembered)
    if fault or given in (None, remembered):
        return head, fault
    return verify(given)


def read_head(text: str) -> "Head":
    """Return the head that the reader noted down."""
    from wardmote.kernel.audit import Head

    found = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", text.strip())
    if found is None:
        raise Trouble("--expect takes what an earlier check printed: a number, a colon and 64 letters and digits.")
    return Head(int(found.group(1)), found.group(2))
