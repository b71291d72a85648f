"""How is a night of checks described at a terminal?"""

from typing import Any


def describe() -> dict[str, Any] | None:
    """Return the newest night's numbers under stable names, or None where there was none yet."""
    from wardmote.watch.queries.rounds import newest_round, progress_of

    night = newest_round()
    if night is None:
        return None
    progress = progress_of(night)
    return {
        "day": progress.day.isoformat(),
        "begun_at": progress.begun_at.isoformat(),
        "finished_at": progress.finished_at.isoformat() if progress.finished_at else None,
        "seconds": (progress.finished_at - progress.begun_at).total_seconds() if progress.finished_at else None,
        "planned": progress.planned,
        "done": progress.done,
        "dropped": progress.dropped,
        "waiting": progress.waiting,
        "missed": progress.missed,
    }


def in_words(facts: dict[str, Any]) -> str:
    """Return the numbers as a sentence."""
    says = f"{facts['done']:,} of {facts['planned']:,} domains were looked at in the night of {facts['day']}"
    if not facts["finished_at"]:
        return f"{says}; {facts['waiting']:,} wait."
    missed = f"; {facts['missed']:,} were not" if facts["missed"] else ""
    return f"{says}{missed}. It took {facts['seconds']:,.0f} seconds."
