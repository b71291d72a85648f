"""Which checks are there, and what does one of them ask, why, and how is it put right?"""

from difflib import get_close_matches
from typing import Any

import click

from wardmote.engines.checks.check import Check

from ..screen import say, show_json, show_table


def list_checks(checks: "tuple[Check[Any], ...]", *, is_json: bool) -> None:
    """Write every check with its area and title."""
    if is_json:
        show_json([described(check) for check in checks])
        return
    say(f"{len(checks)} checks. Read one with: wardmote check --explain CHECK")
    show_table(("Area", "Check", "What is good"), [(check.area, check.id, check.title) for check in checks])


def explain_check(id_: str, checks: "tuple[Check[Any], ...]", *, is_json: bool) -> None:
    """Write why a check is made, how it is put right, and who says so."""
    check = next((check for check in checks if check.id == id_), None)
    if check is None:
        near = get_close_matches(id_, [check.id for check in checks])
        hint = f" Near: {', '.join(near)}." if near else " List them with: wardmote check --list"
        raise click.UsageError(f"There is no check {id_!r}.{hint}")
    if is_json:
        show_json(described(check))
        return
    say(f"{check.id} ({check.area}): {check.title}.")
    say(f"\nWhy: {check.why}")
    say(f"Fix: {check.fix}")
    if check.references:
        say("References:")
    for reference in check.references:
        say("  " + " ".join(part for part in (reference.document, reference.place, reference.url) if part))
    if check.caf:
        say(f"Bears on CAF 3.2: {', '.join(check.caf)}")


def described(check: "Check[Any]") -> dict[str, Any]:
    """Return a check under stable names."""
    return {
        "check": check.id,
        "area": check.area,
        "title": check.title,
        "why": check.why,
        "fix": check.fix,
        "references": [{"document": one.document, "place": one.place, "address": one.url} for one in check.references],
        "caf": list(check.caf),
    }
