"""Check domains from outside: names, mail and web. It needs no database and nothing set up.

Exit code 0: nothing is bad. 1: something is bad. 2: typed wrongly, or no resolver answers; nothing was checked. 3:
nothing is bad, but of some domain too little is known for a grade. 130: stopped with Ctrl-C; what was finished is
written.
"""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..checking.asking import ALLOWED, RESOLVERS, areas, read_asked
from ..checking.forms import forms
from ..checking.writing import refuse_unwritable, result_to

if TYPE_CHECKING:
    from ..checking.findings import Tally

C = TypeVar("C", bound=Callable[..., Any])
SOMETHING_BAD, TOO_LITTLE_KNOWN, STOPPED = 1, 3, 130
LONGEST_S = 3600.0


def form_options(command: C) -> C:
    """Give the command an option for each form of the result."""
    for form in reversed([form for form in forms().values() if form.name]):
        command = click.option(f"--{form.name}", "form", flag_value=form.name, help=form.help)(command)
    return command


@click.command(name="check", help=__doc__)
@click.argument("domains", nargs=-1, metavar="[DOMAIN]...")
@click.option(
    "--file",
    "files",
    multiple=True,
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, readable=True, allow_dash=True),
    help="Domains, one a line, with comments after #; - for standard input.",
)
@click.option("--council", "councils", multiple=True, metavar="CODE", help="A council of the register: code or name.")
@click.option(
    "--area",
    "areas",
    multiple=True,
    type=click.Choice(areas()),
    metavar="AREA",
    help="Only dns, mail or web; may be given more than once.",
)
@click.option("--selector", "selectors", multiple=True, metavar="NAME", help="A DKIM selector that is in use.")
@click.option("--parked", "is_parked", is_flag=True, help="The domains send no mail and show no website.")
@click.option("--dns-only", "is_dns_only", is_flag=True, help="Ask the DNS alone and connect to no server.")
@click.option(
    "--resolver",
    "resolvers",
    multiple=True,
    metavar="ADDRESS[:PORT]",
    help=f"Ask this validating resolver, not the machine's own. Also from the variable `{RESOLVERS}`, with commas.",
)
@click.option(
    "--allow-private",
    "allowed",
    multiple=True,
    metavar="NETWORK",
    help=f"Connect to this network although it isn't public. Also from the variable `{ALLOWED}`, with commas.",
)
@click.option(
    "--timeout",
    "limit_s",
    type=click.FloatRange(1, LONGEST_S),
    metavar="SECONDS",
    default=90.0,
    show_default=True,
    help="The most for one domain; what isn't known by then is unknown.",
)
@form_options
@click.option("--output", metavar="FILE", help="Write the result to this file.")
@click.option("--list", "is_list", is_flag=True, help="List the checks and check nothing.")
@click.option("--explain", metavar="CHECK", help="Say why a check is made and how to put it right; check nothing.")
def command(form: str | None, output: str | None, is_list: bool, explain: str | None, **typed: Any) -> None:
    """Read what is asked, check it, and end with the code that says how it went."""
    if is_list or explain:
        _show_checks(explain, is_json=form == "json")
        return
    if output:
        refuse_unwritable(output)
    sys.exit(_code(_check(form or "", output, typed)))


def _show_checks(explain: str | None, *, is_json: bool) -> None:
    from wardmote.engines.checks.registry import checks

    from ..checking.explaining import explain_check, list_checks

    if explain:
        explain_check(explain, checks(), is_json=is_json)
    else:
        list_checks(checks(), is_json=is_json)


def _check(form: str, output: str | None, typed: dict[str, Any]) -> "Tally":
    from datetime import UTC, datetime

    from wardmote import __version__

    from ..checking.findings import Run, sums
    from ..checking.running import refuse_dead_resolvers, run_all

    asked = read_asked(typed)
    refuse_dead_resolvers(asked)
    run = Run(asked.checks, datetime.now(UTC), __version__, len(asked.targets))
    with result_to(output) as out:
        tally = run_all(asked, run, forms()[form].begin(out, run))
    if output:
        click.echo(f"{sums(tally)} Written to {output}.")
    return tally


def _code(tally: "Tally") -> int:
    from ..checking.findings import NO_GRADE, numbered

    if tally.was_stopped:
        click.echo("Interrupted: what was finished is written.", err=True)
        return STOPPED
    if unknown := tally.verdicts["unknown"]:
        click.echo(f"{numbered(unknown, 'answer')} unknown; the result says why.", err=True)
    if tally.verdicts["bad"]:
        return SOMETHING_BAD
    return TOO_LITTLE_KNOWN if tally.grades[NO_GRADE] else 0
