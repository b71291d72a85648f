"""What does every format of statements come down to, before it is held against the framework?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wardmote.engines.frameworks.importing.wording import Fault
from wardmote.engines.frameworks.outcomes import Status
from wardmote.engines.frameworks.table import FrameworkError


@dataclass(frozen=True)
class Line:
    """One statement as a file has it: `number` is its line there, `id` empty where the file gives none."""

    number: int
    outcome: str
    level: Status
    id: str
    says: str


@dataclass(frozen=True)
class Draft:
    """What a file says, unchecked: its edition, its statements in order, and what its own reader found odd.

    `outcomes` holds the line and the title (empty where the file has none) of each outcome that the file names.
    """

    framework: str
    version: str
    lines: tuple[Line, ...]
    outcomes: Mapping[str, tuple[int, str]]
    faults: tuple[Fault, ...] = ()
    minimums: Mapping[str, Mapping[str, Status]] = field(default_factory=dict)
    attribution: str = ""


def refuse(file_name: str, line: int, fault: str) -> FrameworkError:
    """The refusal of a whole file, by its line (0: the file as a whole)."""
    where = f"{file_name}, line {line}" if line else file_name
    return FrameworkError(f"{where}: {fault}.")


def status_named(words: str) -> Status | None:
    """The status that a file means by "Partially achieved", "partially-achieved" and the like; None for another."""
    key = "-".join(words.replace("_", " ").replace("-", " ").lower().split())
    return Status(key) if key in set(Status) else None
