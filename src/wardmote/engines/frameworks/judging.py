"""How does a council stand in one area, and over all of them, by its own answers?"""

from collections.abc import Mapping
from dataclasses import dataclass

from wardmote.engines.frameworks.answers import Answer, check_they_belong
from wardmote.engines.frameworks.questionnaire import TOP_LEVEL, Area, Framework
from wardmote.engines.frameworks.rating import Rating, rate
from wardmote.engines.frameworks.steps import NextStep, next_steps


@dataclass(frozen=True)
class AreaResult:
    """Where a council stands in one area.

    `score` runs from 0 to 100 over the questions answered so far (0 when none is). `rating` is None until
    every question is answered, for a rating from half the questions would mislead. `answered` counts "don't
    know" too; `unknown` lists those questions' ids. `keep_up` has words only when every answer is at the top.
    """

    score: float
    rating: Rating | None
    answered: int
    total: int
    unknown: tuple[str, ...]
    next_steps: tuple[NextStep, ...]
    keep_up: str | None

    @property
    def is_complete(self) -> bool:
        """Whether the area has questions and all are answered."""
        return 0 < self.total == self.answered

    @property
    def whole_score(self) -> int:
        """The score to show: rounded down, so that 79.9 never reads as 80 beside a rating below it."""
        return int(self.score)


@dataclass(frozen=True)
class WholeResult:
    """Where a council stands over all areas together.

    `score` runs from 0 to 100 over the areas that are in (0 when none is). `rating` is None until all are:
    `areas` of `total`.
    """

    score: float
    rating: Rating | None
    areas: int
    total: int

    @property
    def whole_score(self) -> int:
        """The score to show, rounded down as an area's is."""
        return int(self.score)


def judge(framework: Framework, area_id: str, answers: Mapping[str, Answer]) -> AreaResult:
    """Score, rate and advise on one area from answers by question id, whatever their order.

    ValueError for an area or a question that the framework doesn't have.
    """
    area = framework.area(area_id)
    check_they_belong(area, answers)
    score = _score(area, answers)
    is_complete = 0 < len(area.questions) == len(answers)
    is_at_the_top = is_complete and all(answer.level == TOP_LEVEL for answer in answers.values())
    return AreaResult(
        score=score,
        rating=rate(score, framework.bands) if is_complete else None,
        answered=len(answers),
        total=len(area.questions),
        unknown=tuple(q.id for q in area.questions if q.id in answers and answers[q.id].is_unknown),
        next_steps=next_steps(area, answers),
        keep_up=area.keep_up if is_at_the_top else None,
    )


def judge_whole(framework: Framework, scores: Mapping[str, float]) -> WholeResult:
    """Put the scores of completely answered areas together, by area id: each counts by the points it stands for.

    A score is the share of an area's points, so the points come back as whole numbers, also from a score that
    was rounded before it was stored. ValueError for an area that the framework doesn't ask about.
    """
    asked = {area.id: area for area in framework.asked_areas}
    strangers = sorted(set(scores) - set(asked))
    if strangers:
        raise ValueError(f'{framework.title} version {framework.version} asks nothing in an area "{strangers[0]}".')
    points = sum(round(score * asked[area].most_points / 100) for area, score in scores.items())
    most = sum(asked[area].most_points for area in scores)
    score = 100 * points / most if most else 0.0
    is_complete = 0 < len(asked) == len(scores)
    return WholeResult(score, rate(score, framework.bands) if is_complete else None, len(scores), len(asked))


def _score(area: Area, answers: Mapping[str, Answer]) -> float:
    """Divide whole numbers once, at the end, so that a score on a threshold is exactly on it."""
    asked = [question for question in area.questions if question.id in answers]
    if not asked:
        return 0.0
    points = sum(question.weight * answers[question.id].scores for question in asked)
    return 100 * points / sum(question.most_points for question in asked)
