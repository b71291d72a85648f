"""Begin today's checks of every verified domain now, if they haven't begun; workers do them."""

from time import sleep

import click

from ...nights import describe, in_words
from ...screen import as_json, progress, say, show_json
from ...starting import started

LOOK_EVERY_S = 0.5


@click.command(name="night", help=__doc__)
@click.option("--wait", "is_waiting", is_flag=True, help="Wait until the night is over; a worker must be running.")
@as_json
def command(is_waiting: bool, is_json: bool) -> None:
    """Begin the round as the daily duty would, and say how far it is."""
    with started():
        from wardmote.kernel.moments import now
        from wardmote.watch.jobs import start_night

        begun = start_night(now())
        if is_waiting:
            wait()
        facts = describe()
    if is_json:
        show_json({"begun": begun is not None, "night": facts})
        return
    if facts is None:
        say("There is no verified domain to look at.")
        return
    say(f"{'Begun' if begun else 'Begun earlier'}: {in_words(facts)}")


def wait() -> None:
    """Show how far the night is until it is over."""
    with progress("Checking") as meter:
        while (facts := describe()) and not facts["finished_at"]:
            meter(int(facts["done"]) + int(facts["dropped"]), int(facts["planned"]))
            sleep(LOOK_EVERY_S)
