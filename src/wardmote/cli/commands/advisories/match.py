"""Match every story with every inventory anew, and settle what each council is told."""

from time import perf_counter

import click

from ...screen import as_json, progress, say, show_json
from ...starting import started

STORIES_AT_ONCE = 1_000


@click.command(name="match", help=__doc__)
@as_json
def command(is_json: bool) -> None:
    """Make all matches, then the notices of the stories that councils may have to hear of."""
    with started():
        from wardmote.kernel.moments import now
        from wardmote.warn.actions.settle_notices import settle_notices
        from wardmote.warn.matching import match_everything
        from wardmote.warn.queries.settling import stories_to_settle

        began = perf_counter()
        facts = {"matches": match_everything(), "raised": 0, "changed": 0, "taken_back": 0}
        stories = stories_to_settle(now())
        with progress("Settling") as meter:
            for start in range(0, len(stories), STORIES_AT_ONCE):
                settled = settle_notices(stories=stories[start : start + STORIES_AT_ONCE], at=now())
                for name in ("raised", "changed", "taken_back"):
                    facts[name] += getattr(settled, name)
                meter(min(start + STORIES_AT_ONCE, len(stories)), len(stories))
    seconds = round(perf_counter() - began, 1)
    if is_json:
        show_json({**facts, "stories": len(stories), "seconds": seconds})
        return
    say(f"{facts['matches']:,} matches of stories and editions in {seconds} s.")
    say(f"Warnings: {facts['raised']:,} new, {facts['changed']:,} changed, {facts['taken_back']:,} taken back.")
