"""What is a questionnaire made of: areas of weighted questions, each with five described levels?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from wardmote.engines.frameworks.rating import Band

TOP_LEVEL = 4


@dataclass(frozen=True)
class Level:
    """What one answer, from 0 to 4, looks like in a council."""

    value: int
    says: str


@dataclass(frozen=True)
class Advice:
    """What to do from one of `levels` to reach the level above them.

    `effort_days` (working days, None where it varies too much) and `who` are our own estimates.
    """

    levels: tuple[int, ...]
    does: str
    effort_days: float | None
    who: str

    @property
    def reaches(self) -> int:
        """The level that a council stands on once this is done."""
        return max(self.levels) + 1


@dataclass(frozen=True)
class Question:
    """One question, asked as a colleague would, with a weight from 1 to 5.

    `caf` holds ids of contributing outcomes in the CAF version that the framework names; `domain_ref` says
    which part of our domain reference the question comes from. `find_out` is the advice for a "don't know".
    """

    id: str
    title: str
    asks: str
    why: str
    weight: int
    levels: tuple[Level, ...]
    good: str
    advice: tuple[Advice, ...]
    find_out: Advice
    caf: tuple[str, ...]
    domain_ref: str

    @property
    def most_points(self) -> int:
        """What the question adds at the top level."""
        return self.weight * TOP_LEVEL

    def advice_from(self, level: int) -> Advice:
        """What to do next from a level below the top."""
        return next(advice for advice in self.advice if level in advice.levels)


@dataclass(frozen=True)
class Area:
    """Questions that are scored and rated together; an area may have none yet."""

    id: str
    title: str
    summary: str
    keep_up: str
    questions: tuple[Question, ...]

    @property
    def short_title(self) -> str:
        """The title's words up to its first comma, where there is little room."""
        return self.title.partition(",")[0]

    @property
    def most_points(self) -> int:
        """What the area adds up to with every question at the top level."""
        return sum(question.most_points for question in self.questions)


@dataclass(frozen=True)
class Framework:
    """One version of one framework, with where its words come from and how it turns a score into a rating."""

    key: str
    version: str
    title: str
    attribution: str
    unknown_note: str
    estimate_note: str
    caf_version: str
    bands: tuple[Band, ...]
    areas: tuple[Area, ...]

    def area(self, area_id: str) -> Area:
        """The area with this id; ValueError when the framework has none."""
        for area in self.areas:
            if area.id == area_id:
                return area
        raise ValueError(f'{self.title} version {self.version} has no area "{area_id}".')

    @cached_property
    def asked_areas(self) -> tuple[Area, ...]:
        """The areas that have questions, in order."""
        return tuple(area for area in self.areas if area.questions)

    @cached_property
    def area_of(self) -> Mapping[str, Area]:
        """The area that asks each question, by the question's id."""
        return {question.id: area for area in self.areas for question in area.questions}

    @cached_property
    def whole(self) -> Area:
        """All questions as one area, for what is worked out over all of them."""
        questions = tuple(question for area in self.areas for question in area.questions)
        return Area("whole", self.title, "", "", questions)
