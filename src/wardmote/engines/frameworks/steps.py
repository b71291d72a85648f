"""What should a council do next in an area, and how much would each step add to its score?"""

from collections.abc import Mapping
from dataclasses import dataclass

from wardmote.engines.frameworks.answers import Answer, check_they_belong
from wardmote.engines.frameworks.questionnaire import TOP_LEVEL, Area, Question


@dataclass(frozen=True)
class NextStep:
    """One thing to do about one question.

    `gain` is in points of the whole area's score (0 to 100): from the level answered to the level that the
    step reaches. A "don't know" is ranked as level 0, for that is what it scores until somebody finds out.
    Answering a question that nobody has answered gains nothing by itself. Effort and who are our estimates.
    """

    question_id: str
    title: str
    does: str
    effort_days: float | None
    who: str
    gain: float


def next_steps(area: Area, answers: Mapping[str, Answer], count: int = 3) -> tuple[NextStep, ...]:
    """The steps that gain the most, in the order of the questions where they gain the same.

    Questions that nobody has answered are offered only when there is no other step. With every question at
    the top level there is no step. ValueError for an answer to a question that the area doesn't ask.
    """
    check_they_belong(area, answers)
    steps = [
        _step(area, question, answers[question.id])
        for question in area.questions
        if question.id in answers and answers[question.id].level != TOP_LEVEL
    ]
    if not steps:
        steps = [_answering(question) for question in area.questions if question.id not in answers]
    return tuple(sorted(steps, key=lambda step: -step.gain)[:count])


def _step(area: Area, question: Question, answer: Answer) -> NextStep:
    advice = question.advice_from(answer.scores)
    gain = 100 * question.weight * (advice.reaches - answer.scores) / area.most_points
    shown = question.find_out if answer.is_unknown else advice
    return NextStep(question.id, question.title, shown.does, shown.effort_days, shown.who, gain)


def _answering(question: Question) -> NextStep:
    does = f"Answer this question: {question.asks}"
    return NextStep(question.id, question.title, does, None, question.find_out.who, 0.0)
