"""Where does a council's stocktake stand right now, for its own people?"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from wardmote.engines.frameworks import Answer as Given
from wardmote.engines.frameworks import Area, AreaResult, Question, judge
from wardmote.register.models import Body

from ..models import Answer, Stocktake, Submission
from ..stocktake import FIRST_AREA, KEY, first_area, stocktake


@dataclass(frozen=True)
class Line:
    """One question with the council's answer to it, if there is one."""

    question: Question
    number: int
    level: int | None
    is_answered: bool
    note: str
    edition: int
    answered_by: str
    answered_at: datetime | None

    @property
    def says(self) -> str:
        """Return the answer in the question's own words, empty for no answer or "don't know"."""
        return self.question.levels[self.level].says if self.level is not None else ""


@dataclass(frozen=True)
class Progress:
    """The whole area: every line, the result so far, and what was last submitted."""

    area: Area
    lines: tuple[Line, ...]
    result: AreaResult
    is_open: bool
    latest: Submission | None

    @property
    def unanswered(self) -> tuple[Line, ...]:
        """Return the questions without any answer, in order."""
        return tuple(line for line in self.lines if not line.is_answered)

    def line(self, question: str) -> Line | None:
        """Return the line of one question."""
        return next((line for line in self.lines if line.question.id == question), None)


def stocktake_progress(council: Body) -> Progress:
    """Return the open stocktake, else the last one submitted, else empty lines (two queries)."""
    newest = list(
        Stocktake.objects.filter(council=council, framework=KEY, area=FIRST_AREA)
        .select_related("submission")
        .order_by(F("closed_at").desc(nulls_first=True), "-pk")[:2]
    )
    current = newest[0] if newest else None
    answers = {a.question: a for a in current.answers.select_related("answered_by")} if current else {}
    area = first_area()
    known = {q.id for q in area.questions}
    return Progress(
        area=area,
        lines=tuple(_line(q, i, answers.get(q.id)) for i, q in enumerate(area.questions, 1)),
        result=judge(stocktake(), FIRST_AREA, {k: Given(a.level) for k, a in answers.items() if k in known}),
        is_open=current is not None and current.closed_at is None,
        latest=next((a.submission for a in newest if a.closed_at and hasattr(a, "submission")), None),
    )


def _line(question: Question, number: int, answer: Answer | None) -> Line:
    if answer is None:
        return Line(question, number, None, False, "", 0, "", None)
    name = str(answer.answered_by) if answer.answered_by else ""
    return Line(question, number, answer.level, True, answer.note, answer.edition, name, answer.answered_at)
