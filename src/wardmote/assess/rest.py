"""How do other programs read and answer a council's stocktake, and read the results that councils share?"""

from datetime import datetime
from typing import Annotated, Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.timezone import localdate
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate

from wardmote.engines.frameworks import TOP_LEVEL, Framework
from wardmote.kernel.roles import INSIDE_COUNCIL, READS_ANSWERS
from wardmote.register.models import Body
from wardmote.register.public import (
    bodies_of_own,
    body_shown,
    find_body,
    log_reading_of,
    moment_of,
    own_body,
    viewer_of,
)

from .actions.answer_question import LONGEST_NOTE, AnsweredMeanwhile, answer_question
from .actions.submit_stocktake import submit_stocktake
from .models import RatingWord, Submission
from .queries.progress import stocktake_progress
from .queries.results import result_page, submissions_visible_to
from .rest_assessments import router as assessments
from .stocktake import find_area, stocktake

router = Router(tags=["Stocktake"])
router.add_router("", assessments)

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,24}$", description="The council's code in the register.")]
QuestionId = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,60}$", description="The question's id in the stocktake.")]
AreaId = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$", description="The area's id in the stocktake.")]
AnswerLevel = Annotated[int, Field(strict=True, ge=0, le=TOP_LEVEL)]
# PostgreSQL's integer ends there.
Edition = Annotated[int, Field(strict=True, ge=0, le=2_147_483_647)]


class LevelShape(Schema):
    """What one answer looks like in a council."""

    value: int
    says: str


class QuestionShape(Schema):
    """One question."""

    id: str
    title: str
    asks: str
    why: str
    weight: int
    levels: list[LevelShape]
    good: str
    caf: list[str] = Field(description="Contributing outcomes of the CAF that it bears on.")


class AreaShape(Schema):
    """Questions that are rated together."""

    id: str
    title: str
    summary: str
    questions: list[QuestionShape]


class BandShape(Schema):
    """A rating and the lowest score that earns it."""

    rating: RatingWord
    starts_at: float


class FrameworkShape(Schema):
    """The stocktake as data."""

    key: str
    version: str
    title: str
    attribution: str
    unknown_note: str
    caf_version: str
    bands: list[BandShape]
    areas: list[AreaShape]


class Line(Schema):
    """The council's present answer to one question; `is_answered` with an empty level means "don't know"."""

    question: str = Field(validation_alias="question.id")
    is_answered: bool
    level: int | None
    note: str
    edition: int
    answered_by: str
    answered_at: datetime | None


class NextStep(Schema):
    """One thing to do, and how many points of the score it is worth."""

    question: str = Field(validation_alias="question_id")
    does: str
    effort_days: float | None
    who: str
    gain: float


class Standing(Schema):
    """Where the council's answers in one area stand; the rating comes with the last answer."""

    council: str
    area: str
    is_open: bool
    answered: int
    total: int
    score: float
    rating: RatingWord | None
    next_steps: list[NextStep]
    lines: list[Line]


class AreaStanding(Schema):
    """How far one area is; the ratings are of the present answers and of what was last submitted."""

    area: str
    is_open: bool
    answered: int
    total: int
    score: float
    rating: RatingWord | None
    submitted_rating: RatingWord | None
    submitted_at: datetime | None


class Whole(Schema):
    """What the areas add up to: `rating` is given when all of them are in, `areas` says how many are."""

    score: float
    rating: RatingWord | None
    areas: int
    total: int


class StocktakeStanding(Schema):
    """Where the council stands over all areas; `overall` is of the results last submitted."""

    council: str
    answered: int
    total: int
    overall: Whole
    areas: list[AreaStanding]


class GivenAnswer(Schema):
    """An answer to save."""

    level: AnswerLevel | None = Field(description='From 0 to 4; null means "don\'t know".')
    note: str = Field("", max_length=LONGEST_NOTE, pattern=r"^[^\x00]*$")
    edition: Edition = Field(0, description="The edition that you read before; 0 where there was no answer.")


class SavedAnswer(Schema):
    """The answer as saved."""

    question: str
    level: int | None
    note: str
    edition: int
    answered_at: datetime


class Theirs(Schema):
    """What a colleague answered meanwhile."""

    level: int | None
    note: str
    name: str
    edition: int


class AnswerConflict(Schema):
    """A colleague answered meanwhile, and nothing was overwritten."""

    type: str
    title: str
    status: int
    detail: str
    theirs: Theirs


class Result(Schema):
    """A submitted result."""

    council: str = Field(validation_alias="council.code")
    framework: str
    version: str
    area: str
    score: float
    rating: RatingWord
    unknown: int
    submitted_at: datetime
    is_latest: bool


class ReasonShape(Schema):
    """An answer and its note, as submitted."""

    question: str
    level: int | None
    note: str


class CouncilResults(Schema):
    """One council's results, the latest in each area; reasons are null where the council doesn't share them."""

    council: str
    overall: Whole
    latest: list[Result]
    earlier: list[Result]
    reasons: list[ReasonShape] | None


@router.get("/frameworks/stocktake", auth=None, response=FrameworkShape)
def show_stocktake_questions(request: HttpRequest) -> Framework:
    """Show the stocktake's questions, levels and bands."""
    return stocktake()


@router.get("/councils/{code}/stocktake", response=StocktakeStanding, openapi_extra={"x-scope": "assessments:read"})
def show_stocktake(request: HttpRequest, code: Code) -> dict[str, Any]:
    """Show where your council stands in every area of the stocktake."""
    council = _own(request, code)
    whole = stocktake_progress(council)
    return {
        "council": council.code,
        "answered": whole.answered,
        "total": whole.total,
        "overall": whole.submitted,
        "areas": [
            {
                **vars(one.result),
                "area": one.area.id,
                "is_open": one.is_open,
                "submitted_rating": one.latest.rating if one.latest else None,
                "submitted_at": one.latest.submitted_at if one.latest else None,
            }
            for one in whole.areas
        ],
    }


@router.get("/councils/{code}/stocktake/areas/{area}", response=Standing, openapi_extra={"x-scope": "assessments:read"})
def show_area(request: HttpRequest, code: Code, area: AreaId) -> dict[str, Any]:
    """Show where your council's answers in one area stand."""
    council = _own(request, code)
    progress = stocktake_progress(council).area(find_area(area).id)
    return {**vars(progress.result), **vars(progress), "council": council.code, "area": progress.area.id}


@router.put(
    "/councils/{code}/stocktake/answers/{question}",
    response={200: SavedAnswer, 409: AnswerConflict},
    openapi_extra={"x-scope": "assessments:write"},
)
def save_answer(request: HttpRequest, code: Code, question: QuestionId, answer: GivenAnswer) -> Any:
    """Save your council's answer to one question.

    Where a colleague saved after you read, the refusal carries their answer, and nothing is overwritten.
    """
    council = _own(request, code)
    try:
        return answer_question(
            by=viewer_of(request), council=council, question=question, at=moment_of(request), **answer.dict()
        )
    except AnsweredMeanwhile as refusal:
        says = {"type": "about:blank", "title": "Conflict", "status": 409, "detail": refusal.sentence}
        return Status(409, {**says, "theirs": refusal.theirs})


@router.post(
    "/councils/{code}/stocktake/areas/{area}/submit",
    response={201: Result},
    openapi_extra={"x-scope": "assessments:write"},
)
def submit_answers(request: HttpRequest, code: Code, area: AreaId) -> Submission:
    """Submit one area of your council's stocktake, as its cyber lead: the result is frozen."""
    return submit_stocktake(by=viewer_of(request), council=_own(request, code), area=area, at=moment_of(request))


@router.get("/results", response=list[Result], openapi_extra={"x-scope": "results:read"})
@paginate
def list_results(request: HttpRequest, latest: bool = False) -> QuerySet[Submission]:
    """List submitted results of your own councils, and of those that share results with you, newest first.

    Each council can see that you looked.
    """
    viewer, at = viewer_of(request), moment_of(request)
    found = submissions_visible_to(viewer.person, localdate(at)).filter(
        council__is_demonstration=viewer.person.is_demonstration
    )
    if latest:
        found = found.filter(is_latest=True)
    read = Body.objects.filter(Exists(found.order_by().filter(council=OuterRef("pk"))))
    log_reading_of(by=viewer, read=read, council=None, what="stocktake results", at=at)
    return found.select_related("council").order_by("-submitted_at", "-pk")


@router.get("/councils/{code}/results", response=CouncilResults, openapi_extra={"x-scope": "results:read"})
def show_results(request: HttpRequest, code: Code) -> dict[str, Any]:
    """Show one council's submitted results, with reasons where it shares them with you."""
    viewer, at = viewer_of(request), moment_of(request)
    council = find_body(code, demonstration=viewer.person.is_demonstration)
    if not bodies_of_own(viewer.person, localdate(at), INSIDE_COUNCIL).filter(pk=council.pk).exists():
        body_shown(viewer, council.code, at)
    page = result_page(viewer.person, council, localdate(at))
    what = "stocktake results and reasons" if page.may_see_reasons else "stocktake results"
    log_reading_of(by=viewer, read=Body.objects.filter(pk=council.pk), council=council, what=what, at=at)
    reasons = page.reasons if page.may_see_reasons else None
    return {**vars(page), "council": council.code, "overall": page.whole, "reasons": reasons}


def _own(request: HttpRequest, code: str) -> Body:
    viewer = viewer_of(request)
    council = find_body(code, demonstration=viewer.person.is_demonstration)
    return own_body(viewer, council.code, moment_of(request), READS_ANSWERS)
