"""How do other programs read and answer a council's assessments by outcomes?"""

from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate

from wardmote.engines.frameworks import Reply
from wardmote.engines.frameworks import Status as Level
from wardmote.kernel.roles import READS_ANSWERS
from wardmote.register.public import find_body, moment_of, own_body, viewer_of

from .actions.save_outcome import (
    LONGEST_ALTERNATIVE,
    LONGEST_JUSTIFICATION,
    Given,
    SavedMeanwhile,
    save_outcome,
)
from .frameworks import editions, framework_of
from .models import Assessment, Confidence, OutcomeAnswer, State, StatusWord
from .queries.assessment_progress import assessment_progress
from .queries.desks import Desk, own_desk
from .queries.outcome_page import outcome_page

router = Router(tags=["Assessments"])

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,24}$", description="The council's code in the register.")]
Number = Annotated[int, Field(ge=1, le=9_007_199_254_740_991, description="The assessment's number.")]
Position = Annotated[int, Field(ge=0, le=999, description="0 for the organisation; 1 and up for critical systems.")]
OutcomeId = Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]{1,20}$", description="The outcome's id, for example A1.a.")]
StatementId = Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]{1,40}$")]
Words = Annotated[str, Field(max_length=LONGEST_ALTERNATIVE, pattern=r"^[^\x00]*$")]
Edition = Annotated[int, Field(strict=True, ge=0, le=2_147_483_647)]


class OutcomeOutline(Schema):
    """One contributing outcome in our own words, with the official statements where they were imported."""

    id: str
    title: str
    principle: str
    objective: str
    is_per_system: bool
    asks: str
    looks: dict[StatusWord, str] = Field(description="What each level that the outcome has looks like in a council.")
    statements: list[dict[str, str]] = Field(description="Id, level and words of each official statement.")


class OutcomeFrameworkShape(Schema):
    """One version of one framework of outcomes."""

    framework: str
    version: str
    title: str
    attribution: str
    wording: str = Field(description="Where the official statements came from; empty where none were imported.")
    outcomes: list[OutcomeOutline]


class EditionShape(Schema):
    """A framework that councils can assess by."""

    framework: str
    version: str
    title: str


class AssessmentShape(Schema):
    """One assessment."""

    number: int = Field(validation_alias="pk")
    title: str
    framework: str
    version: str
    profile: str
    state: State
    due_on: date | None
    opened_at: datetime
    approved_at: datetime | None
    finished_at: datetime | None


class PlaceShape(Schema):
    """One outcome of one part, as it stands."""

    position: int
    part: str
    outcome: str
    status: StatusWord | None
    is_confirmed: bool
    is_to_check: bool
    minimum: StatusWord | None
    is_met: bool | None
    assigned_to: str
    due_on: date | None


class ProgressShape(Schema):
    """Where an assessment stands."""

    number: int
    state: State
    total: int
    confirmed: int
    outcomes: list[PlaceShape]


class AnswerShape(Schema):
    """What the council says of one outcome for one part."""

    position: int
    outcome: str
    status: StatusWord | None
    replies: dict[str, Reply]
    alternatives: dict[str, str]
    confidence: int | None
    justification: str
    is_confirmed: bool
    is_to_check: bool
    edition: int
    answered_by: str
    answered_at: datetime | None


class GivenOutcome(Schema):
    """An answer to save. `status` counts only where the framework has no statements to work it out from."""

    status: StatusWord | None = None
    replies: dict[StatementId, Reply] = Field(default_factory=dict, max_length=200)
    alternatives: dict[StatementId, Words] = Field(default_factory=dict, max_length=200)
    confidence: Annotated[int, Field(strict=True, ge=1, le=3)] | None = None
    justification: str = Field("", max_length=LONGEST_JUSTIFICATION, pattern=r"^[^\x00]*$")
    is_confirmed: bool = False
    # Without a default, which a body that isn't an object would be made up of.
    edition: Edition = Field(description="The edition that you read before; 0 where there was no answer.")


class OutcomeConflict(Schema):
    """A colleague saved meanwhile, or the answers don't change any more; nothing was overwritten."""

    type: str
    title: str
    status: int
    detail: str
    theirs: AnswerShape | None = Field(
        None, description="What the colleague saved; left out where the assessment isn't open any more."
    )


@router.get("/frameworks", auth=None, response=list[EditionShape])
def show_frameworks(request: HttpRequest) -> list[dict[str, str]]:
    """Show which frameworks of outcomes councils can assess by."""
    return [{"framework": found.key, "version": found.version, "title": found.title} for found in editions()]


@router.get(
    "/councils/{code}/assessments", response=list[AssessmentShape], openapi_extra={"x-scope": "assessments:read"}
)
@paginate
def list_assessments(request: HttpRequest, code: Code) -> QuerySet[Assessment]:
    """List your council's assessments, newest first."""
    viewer = viewer_of(request)
    council = find_body(code, demonstration=viewer.person.is_demonstration)
    council = own_body(viewer, council.code, moment_of(request), READS_ANSWERS)
    return council.assessments.order_by("-opened_at", "-pk")


@router.get(
    "/councils/{code}/assessments/{number}", response=ProgressShape, openapi_extra={"x-scope": "assessments:read"}
)
def show_assessment(request: HttpRequest, code: Code, number: Number) -> dict[str, Any]:
    """Show every outcome of one of your council's assessments as it stands."""
    desk = _desk(request, code, number)
    progress = assessment_progress(desk)
    return {
        "number": desk.assessment.pk,
        "state": desk.assessment.state,
        "total": progress.total,
        "confirmed": progress.confirmed,
        "outcomes": [
            {
                "position": shown.part.position,
                "part": shown.part.name,
                "outcome": entry.outcome.id,
                "status": _word(entry.status),
                "is_confirmed": entry.is_confirmed,
                "is_to_check": entry.is_to_check,
                "minimum": _word(entry.target.minimum) if entry.target else None,
                "is_met": entry.target.is_met if entry.target else None,
                "assigned_to": entry.assigned_to,
                "due_on": entry.due_on,
            }
            for shown, entry in progress.entries
        ],
    }


@router.get(
    "/councils/{code}/assessments/{number}/framework",
    response=OutcomeFrameworkShape,
    openapi_extra={"x-scope": "assessments:read"},
)
def show_framework_of_assessment(request: HttpRequest, code: Code, number: Number) -> dict[str, Any]:
    """Show what this assessment asks, with the official statements where they were imported."""
    desk = _desk(request, code, number)
    framework = framework_of(desk.assessment.framework, desk.assessment.version)
    return {
        "framework": framework.key,
        "version": framework.version,
        "title": framework.title,
        "attribution": framework.attribution,
        "wording": framework.wording,
        "outcomes": [
            {
                "id": outcome.id,
                "title": outcome.title,
                "principle": framework.principle_of[outcome.id].id,
                "objective": framework.objective_of[outcome.id].id,
                "is_per_system": framework.objective_of[outcome.id].is_per_system,
                "asks": outcome.asks,
                "looks": {level.value: says for level, says in outcome.looks.items()},
                "statements": [{"id": s.id, "level": s.level.value, "says": s.says} for s in outcome.statements],
            }
            for outcome in framework.outcomes.values()
        ],
    }


@router.get(
    "/councils/{code}/assessments/{number}/parts/{position}/outcomes/{outcome}",
    response=AnswerShape,
    openapi_extra={"x-scope": "assessments:read"},
)
def show_outcome(
    request: HttpRequest, code: Code, number: Number, position: Position, outcome: OutcomeId
) -> dict[str, Any]:
    """Show what your council says of one outcome for one part."""
    desk = _desk(request, code, number)
    return _said(position, outcome, outcome_page(desk, desk.part(position), outcome).answer)


@router.put(
    "/councils/{code}/assessments/{number}/parts/{position}/outcomes/{outcome}",
    response={200: AnswerShape, 409: OutcomeConflict},
    openapi_extra={"x-scope": "assessments:write"},
)
def answer_outcome(
    request: HttpRequest, code: Code, number: Number, position: Position, outcome: OutcomeId, answer: GivenOutcome
) -> Any:
    """Save what your council says of one outcome for one part.

    Where a colleague saved after you read, the refusal carries their answer, and nothing is overwritten.
    """
    desk = _desk(request, code, number)
    values = answer.dict()
    edition, status = values.pop("edition"), values.pop("status")
    given = Given(**values, status=Level(status) if status else None)
    try:
        saved = save_outcome(
            by=desk, part=desk.part(position), outcome=outcome, given=given, edition=edition, at=desk.at
        )
    except SavedMeanwhile as refusal:
        says = {"type": "about:blank", "title": "Conflict", "status": 409, "detail": refusal.sentence}
        return Status(409, {**says, "theirs": _said(position, outcome, refusal.theirs.answer)})
    return _said(position, outcome, saved)


def _desk(request: HttpRequest, code: str, number: int) -> Desk:
    viewer = viewer_of(request)
    council = find_body(code, demonstration=viewer.person.is_demonstration)
    return own_desk(viewer, council.code, number, moment_of(request))


def _word(status: Level | None) -> StatusWord | None:
    """Name a status by the shape of this room: the register has a `Status` too, and the document one name for each."""
    return StatusWord(status.value) if status else None


def _said(position: int, outcome: str, answer: OutcomeAnswer | None) -> dict[str, Any]:
    answer = answer or OutcomeAnswer(replies={}, alternatives={}, edition=0)
    return {
        "position": position,
        "outcome": outcome,
        "status": answer.status,
        "replies": answer.replies,
        "alternatives": answer.alternatives,
        "confidence": Confidence(answer.confidence).value if answer.confidence else None,
        "justification": answer.justification,
        "is_confirmed": answer.is_confirmed,
        "is_to_check": answer.is_to_check,
        "edition": answer.edition,
        "answered_by": str(answer.answered_by or ""),
        "answered_at": answer.answered_at,
    }
