"""What would new wording change: which statements come, go, are reworded or move?"""

from dataclasses import dataclass

from wardmote.engines.frameworks.importing.wording import Wording
from wardmote.engines.frameworks.outcomes import Statement


@dataclass(frozen=True)
class WordingChange:
    """Statement ids by what happens to them, in the order of their file.

    A moved statement stands at another level or outcome than before, so that answers to it count differently; it
    may be reworded as well, and then is in both lists.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether the statements stay exactly as they are."""
        return not (self.added or self.removed or self.reworded or self.moved)


def compare(old: Wording | None, new: Wording) -> WordingChange:
    """Say what replacing `old` (None: no wording yet) by `new` changes; ValueError across frameworks or versions."""
    if old is None:
        return WordingChange(added=tuple(_by_id(new)))
    if (old.framework, old.version) != (new.framework, new.version):
        raise ValueError(f"{old.framework} {old.version} and {new.framework} {new.version} share no statement ids.")
    before, after = _by_id(old), _by_id(new)
    both = [one for one in after if one in before]
    return WordingChange(
        added=tuple(one for one in after if one not in before),
        removed=tuple(one for one in before if one not in after),
        reworded=tuple(one for one in both if before[one][1].says != after[one][1].says),
        moved=tuple(one for one in both if _place(before[one]) != _place(after[one])),
    )


def _by_id(wording: Wording) -> dict[str, tuple[str, Statement]]:
    return {one.id: (outcome, one) for outcome, several in wording.statements.items() for one in several}


def _place(found: tuple[str, Statement]) -> tuple[str, str]:
    outcome, statement = found
    return outcome, statement.level
