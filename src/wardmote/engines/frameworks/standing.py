"""Which status does an outcome have, from what a council says of its statements?"""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum

from wardmote.engines.frameworks.outcomes import Outcome, Status


class Reply(StrEnum):
    """What a council says of a statement; a statement without a reply isn't true. The values are stored.

    ALTERNATIVE: the statement isn't true as written, but a described control does the same work. It counts as
    true, is marked wherever it is shown, and can't stand for a statement at the level "not achieved".
    """

    TRUE = "true"
    ALTERNATIVE = "alternative"


def status_of(outcome: Outcome, replies: Mapping[str, Reply]) -> Status:
    """Work out the status by the CAF's rule; ValueError for a reply that doesn't fit the outcome.

    Any "not achieved" statement true: not achieved. Else all "achieved" statements true: achieved. Else all
    "partially achieved" ones true: partially achieved. Else not achieved. A level without statements counts as
    none true, so an outcome without a "partially achieved" level never has that status.
    """
    check_replies_fit(outcome, replies)
    if any(statement.id in replies for statement in outcome.statements_at(Status.NOT_ACHIEVED)):
        return Status.NOT_ACHIEVED
    for level in (Status.ACHIEVED, Status.PARTIALLY_ACHIEVED):
        statements = outcome.statements_at(level)
        if statements and all(statement.id in replies for statement in statements):
            return level
    return Status.NOT_ACHIEVED


def check_replies_fit(outcome: Outcome, replies: Mapping[str, Reply]) -> None:
    """Raise ValueError for a statement that the outcome doesn't have, or an alternative where none can stand."""
    levels = {statement.id: statement.level for statement in outcome.statements}
    for statement, reply in replies.items():
        if statement not in levels:
            raise ValueError(f'Outcome {outcome.id} has no statement "{statement}".')
        if reply is Reply.ALTERNATIVE and levels[statement] is Status.NOT_ACHIEVED:
            raise ValueError(f'An alternative can\'t stand for "{statement}", which says what is not achieved.')


def weakest(statuses: Iterable[Status]) -> Status | None:
    """The lowest status, which is what counts for a council with several critical systems; None for no status."""
    return min(statuses, key=lambda status: status.step, default=None)


def distribution(statuses: Iterable[Status]) -> dict[Status, int]:
    """How many there are of each status, worst first, also where there is none."""
    counted = Counter(statuses)
    return {status: counted[status] for status in Status}
