"""How does a command speak to the person, or to the program, that reads it?"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

import click

if TYPE_CHECKING:
    from rich.console import Console

as_json = click.option("--json", "is_json", is_flag=True, help="Write the result as JSON.")


class Meter(Protocol):
    """What long work tells about how far it is."""

    def __call__(self, done: int, total: int) -> None:
        """Say that `done` of `total` is done."""


def console() -> "Console":
    """Return what results are written with."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=True)


def notes() -> "Console":
    """Return what progress is written with: standard error, so that results can be piped."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def say(line: str) -> None:
    """Write one line of result."""
    click.echo(line)


def show_json(value: Any) -> None:
    """Write a result for a program."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def show_table(columns: Iterable[str], rows: Iterable[Iterable[object]], *, is_whole: bool = False) -> None:
    """Write a table; what isn't known is left empty. A whole one never breaks a value, however wide it gets."""
    from rich.console import Console
    from rich.measure import Measurement
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=is_whole)
    for row in rows:
        table.add_row(*(Text("" if value is None else str(value)) for value in row))
    out = console()
    if is_whole or not out.is_terminal:
        out = Console(highlight=False, width=10_000)
        out.width = Measurement.get(out, out.options, table).maximum
    out.print(table)


@contextmanager
def progress(title: str) -> Iterator[Meter]:
    """Show a bar for work whose size is known; it disappears when the work is done."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    out = notes()
    with Progress(*columns, TimeRemainingColumn(), console=out, transient=True, disable=not out.is_terminal) as bar:
        work = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(work, completed=done, total=total)
