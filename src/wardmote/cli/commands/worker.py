"""Run a worker: it does the jobs that pages leave behind, and what is due each hour and day."""

import click

from ..starting import started


@click.command(name="worker", help=__doc__)
@click.option("--until-idle", is_flag=True, help="Stop when the queue is empty.")
def command(until_idle: bool) -> None:
    """Work until SIGTERM or Ctrl-C; the present job is finished first."""
    with started():
        from wardmote.kernel.worker import run_worker

        run_worker(until_idle=until_idle)
