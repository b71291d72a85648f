"""Where does a council's stocktake stand right now, area by area, for its own people?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from wardmote.engines.frameworks import Answer as Given
from wardmote.engines.frameworks import (
    Area,
    AreaResult,
    NextStep,
    Question,
    WholeResult,
    judge,
    judge_whole,
    next_steps,
)
from wardmote.register.models import Body

from ..models import Answer, Stocktake, Submission
from ..stocktake import KEY, areas, stocktake


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
    """One area: every line, the result so far, and what was last submitted."""

    area: Area
    lines: tuple[Line, ...]
    result: AreaResult
    is_open: bool
    latest: Submission | None

    @property
    def unanswered(self) -> tuple[Line, ...]:
        """Return the questions without any answer, in order."""
        return tuple(line for line in self.lines if not line.is_answered)

    @property
    def is_ready(self) -> bool:
        """Say whether there is something new and whole to submit."""
        return self.is_open and self.result.is_complete

    def line(self, question: str) -> Line | None:
        """Return the line of one question."""
        return next((line for line in self.lines if line.question.id == question), None)


@dataclass(frozen=True)
class WholeProgress:
    """The whole stocktake: every area, and what they add up to."""

    areas: tuple[Progress, ...]

    def area(self, area: str) -> Progress:
        """Return the progress of one area that councils answer."""
        return next(one for one in self.areas if one.area.id == area)

    def line(self, question: str) -> Line | None:
        """Return the line of one question, whatever its area."""
        return next((line for one in self.areas if (line := one.line(question))), None)

    @property
    def total(self) -> int:
        """Return how many questions there are."""
        return sum(one.result.total for one in self.areas)

    @property
    def answered(self) -> int:
        """Return how many questions have an answer."""
        return sum(one.result.answered for one in self.areas)

    @property
    def is_open(self) -> bool:
        """Say whether anything was answered that isn't submitted."""
        return any(one.is_open for one in self.areas)

    @property
    def ready(self) -> tuple[Progress, ...]:
        """Return the areas that can be submitted."""
        return tuple(one for one in self.areas if one.is_ready)

    @property
    def under_way(self) -> Progress | None:
        """Return the area to go on with: one that was begun, else the first with questions left."""
        left = [one for one in self.areas if one.unanswered]
        return next((one for one in left if one.result.answered), left[0] if left else None)

    @property
    def next_line(self) -> Line | None:
        """Return the next question to answer."""
        return self.under_way.unanswered[0] if self.under_way else None

    @property
    def submitted(self) -> WholeResult:
        """Return what the latest submitted results add up to."""
        return judge_whole(stocktake(), {one.area.id: one.latest.score for one in self.areas if one.latest})

    @property
    def now(self) -> WholeResult:
        """Return what the present answers add up to, over the areas that are answered completely."""
        return judge_whole(stocktake(), {p.area.id: p.result.score for p in self.areas if p.result.is_complete})

    @property
    def next_steps(self) -> tuple[NextStep, ...]:
        """Return the three steps that would help most over all areas; their gains are points of the whole."""
        lines = [line for one in self.areas for line in one.lines if line.is_answered]
        return next_steps(stocktake().whole, {line.question.id: Given(line.level) for line in lines})


def stocktake_progress(council: Body) -> WholeProgress:
    """Return where one council stands (two queries)."""
    return progress_of([council.pk])[council.pk]


def progress_of(councils: Collection[int]) -> dict[int, WholeProgress]:
    """Return by council where each stands in every area: its open answers, else the last ones submitted.

    Two queries, however many councils and areas.
    """
    found = {council: {area.id: _Rounds() for area in areas()} for council in councils}
    for one in Stocktake.objects.filter(
        Q(closed_at__isnull=True) | Q(submission__is_latest=True), council__in=councils, framework=KEY
    ).select_related("submission"):
        if one.area in found[one.council_id]:
            found[one.council_id][one.area].add(one)
    current = [rounds.current.pk for of_council in found.values() for rounds in of_council.values() if rounds.current]
    answers: dict[int, list[Answer]] = {}
    for answer in Answer.objects.filter(stocktake__in=current).select_related("answered_by"):
        answers.setdefault(answer.stocktake_id, []).append(answer)
    return {
        council: WholeProgress(tuple(_progress(area, of_council[area.id], answers) for area in areas()))
        for council, of_council in found.items()
    }


@dataclass
class _Rounds:
    """One area's open round and its last submitted one, while they are sorted out."""

    open: Stocktake | None = None
    closed: Stocktake | None = None

    def add(self, one: Stocktake) -> None:
        """Put a round where it belongs."""
        if one.closed_at is None:
            self.open = one
            return
        self.closed = one

    @property
    def current(self) -> Stocktake | None:
        """Return the round whose answers are the present ones."""
        return self.open or self.closed


def _progress(area: Area, rounds: _Rounds, answers: dict[int, list[Answer]]) -> Progress:
    given = {a.question: a for a in answers.get(rounds.current.pk, [])} if rounds.current else {}
    known = {q.id for q in area.questions}
    return Progress(
        area=area,
        lines=tuple(_line(q, i, given.get(q.id)) for i, q in enumerate(area.questions, 1)),
        result=judge(stocktake(), area.id, {k: Given(a.level) for k, a in given.items() if k in known}),
        is_open=rounds.open is not None,
        latest=rounds.closed.submission if rounds.closed else None,
    )


def _line(question: Question, number: int, answer: Answer | None) -> Line:
    if answer is None:
        return Line(question, number, None, False, "", 0, "", None)
    name = str(answer.answered_by) if answer.answered_by else ""
    return Line(question, number, answer.level, True, answer.note, answer.edition, name, answer.answered_at)
