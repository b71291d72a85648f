"""What came along from the assessment before, what is to be looked at again, and what is new?"""

from dataclasses import dataclass

from wardmote.engines.frameworks import Change, Outcome, OutcomeFramework

from ..carrying import carrying_between
from ..frameworks import framework_of
from ..models import Assessment
from .desks import Desk


@dataclass(frozen=True)
class Moved:
    """An outcome that isn't quite the one before, with what differs."""

    before: Outcome
    now: Outcome
    note: str


@dataclass(frozen=True)
class ChangesPage:
    """Both editions, and every outcome by what became of it."""

    previous: Assessment
    old: OutcomeFramework
    same: int
    moved: tuple[Moved, ...]
    new: tuple[Outcome, ...]
    gone: tuple[Outcome, ...]
    to_check: int

    @property
    def is_same_edition(self) -> bool:
        """Say whether both assessments ask the same."""
        return not (self.moved or self.new or self.gone)


def changes_page(desk: Desk) -> ChangesPage | None:
    """Return what changed since the assessment that this one continues; None where it continues none."""
    previous = desk.assessment.previous
    if previous is None:
        return None
    old = framework_of(previous.framework, previous.version)
    carrying = carrying_between(old, desk.framework)
    return ChangesPage(
        previous=previous,
        old=old,
        same=len(carrying.same),
        moved=tuple(_moved(change, old, desk.framework) for change in carrying.changed),
        new=tuple(desk.framework.outcomes[outcome] for outcome in carrying.new),
        gone=tuple(old.outcomes[outcome] for outcome in carrying.gone),
        to_check=desk.assessment.answers.filter(is_to_check=True).count(),
    )


def _moved(change: Change, old: OutcomeFramework, new: OutcomeFramework) -> Moved:
    return Moved(old.outcomes[change.old_id], new.outcomes[change.new_id], change.note)
