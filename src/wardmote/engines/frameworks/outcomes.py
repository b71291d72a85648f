"""What is a framework of outcomes made of: objectives, principles, contributing outcomes and statements?"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Status(StrEnum):
    """How far a contributing outcome is achieved. The values are stored: never change one.

    As text, statuses sort by the alphabet: compare `step` instead.
    """

    NOT_ACHIEVED = "not-achieved"
    PARTIALLY_ACHIEVED = "partially-achieved"
    ACHIEVED = "achieved"

    @property
    def step(self) -> int:
        """From 0 (not achieved) to 2 (achieved)."""
        return _STEPS[self]

    @property
    def words(self) -> str:
        """The status as the framework says it."""
        return _WORDS[self]


_STEPS = {Status.NOT_ACHIEVED: 0, Status.PARTIALLY_ACHIEVED: 1, Status.ACHIEVED: 2}
_WORDS = {
    Status.NOT_ACHIEVED: "Not achieved",
    Status.PARTIALLY_ACHIEVED: "Partially achieved",
    Status.ACHIEVED: "Achieved",
}


@dataclass(frozen=True)
class Statement:
    """One official statement (indicator of good practice), true or not of a council, at one level of an outcome."""

    id: str
    level: Status
    says: str


@dataclass(frozen=True)
class Outcome:
    """One contributing outcome.

    `asks` is our plain-English question; `looks` says in our words what each level that exists looks like in a
    council; `evidence` lists what usually shows it; `improve` says what a council does first to get better.
    `statements` are the official ones, empty until their wording is imported.
    """

    id: str
    title: str
    asks: str
    looks: Mapping[Status, str]
    evidence: tuple[str, ...] = ()
    improve: str = ""
    statements: tuple[Statement, ...] = ()

    @property
    def levels(self) -> tuple[Status, ...]:
        """The statuses that this outcome can have, worst first."""
        return tuple(status for status in Status if status in self.looks)

    def statements_at(self, level: Status) -> tuple[Statement, ...]:
        """The statements at one level, in the order of the source."""
        return tuple(statement for statement in self.statements if statement.level is level)


@dataclass(frozen=True)
class Principle:
    """Contributing outcomes that belong together."""

    id: str
    title: str
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True)
class Objective:
    """Principles that belong together. `is_per_system`: answered for each critical system, not once for all."""

    id: str
    title: str
    summary: str
    is_per_system: bool
    principles: tuple[Principle, ...]

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The objective's outcomes in order."""
        return tuple(outcome for principle in self.principles for outcome in principle.outcomes)


@dataclass(frozen=True)
class OutcomeFramework:
    """One version of one framework of outcomes. `wording` names the imported source of its statements, if any."""

    key: str
    version: str
    title: str
    attribution: str
    objectives: tuple[Objective, ...]
    wording: str = ""

    @cached_property
    def outcomes(self) -> Mapping[str, Outcome]:
        """Every outcome by id, in order."""
        return {outcome.id: outcome for objective in self.objectives for outcome in objective.outcomes}

    @cached_property
    def objective_of(self) -> Mapping[str, Objective]:
        """The objective of each outcome, by the outcome's id."""
        return {outcome.id: objective for objective in self.objectives for outcome in objective.outcomes}

    @cached_property
    def principle_of(self) -> Mapping[str, Principle]:
        """The principle of each outcome, by the outcome's id."""
        return {
            outcome.id: principle
            for objective in self.objectives
            for principle in objective.principles
            for outcome in principle.outcomes
        }

    @property
    def has_statements(self) -> bool:
        """Whether the official wording is loaded, so that outcomes can be answered statement by statement."""
        return bool(self.wording)


@dataclass(frozen=True)
class Profile:
    """The status that each outcome should at least have. `is_stand_in` until the right profile is imported."""

    key: str
    framework: str
    version: str
    title: str
    note: str
    is_stand_in: bool
    minimum: Mapping[str, Status]

    def is_met(self, outcome: str, status: Status) -> bool:
        """Whether the status is at or above the minimum; an outcome that the profile leaves out has none."""
        return status.step >= self.minimum.get(outcome, Status.NOT_ACHIEVED).step
