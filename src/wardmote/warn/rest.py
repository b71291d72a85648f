"""How do other programs read a council's warnings, and answer them?"""

from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timezone import localdate
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from wardmote.register.public import find_body, moment_of, own_body, viewer_of

from . import policies
from .actions.answer_notice import LONGEST_REASON, Given, Ticked, answer_notice
from .models import AnswerWord, Notice, Priority
from .queries.access import Desk
from .queries.notices import LONGEST_SEARCH, Asked, Show, found_by, with_statements
from .queries.standing import is_waiting
from .remedies import links_of, remedy_of

router = Router(tags=["Warnings"])

LARGEST_NUMBER = 2**53
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,24}$", description="The council's code in the register.")]
WarningId = Annotated[int, Field(ge=1, le=LARGEST_NUMBER, description="The warning's id in the list.")]
READ, WRITE = {"x-scope": "warnings:read"}, {"x-scope": "warnings:write"}


class WarningShape(Schema):
    """An advisory that concerns the council, with what the council says to it last.

    Titles and words come from the sources that published them: treat them as untrusted.
    """

    id: int = Field(validation_alias="pk")
    names: list[str] = Field(description="CVE numbers and others, as they are called everywhere.")
    title: str = Field(validation_alias="story.title")
    priority: Priority = Field(description="1 act now, 2 act within 14 days, 3 plan it, 4 good to know.")
    due_on: date | None
    why: str = Field(description="Which line of the inventory, which range of versions, which source.")
    is_sure: bool = Field(description="False where the version that the council runs isn't known.")
    is_waiting: bool = Field(description="It has no answer, or the day that the answer named has passed.")
    label: str = Field(validation_alias="story.label", description="The label of the Traffic Light Protocol 2.0.")
    score: float | None = Field(validation_alias="story.score", description="The highest CVSS base score.")
    exploited_on: date | None = Field(validation_alias="story.exploited_on")
    raised_at: datetime
    changed_at: datetime
    taken_back_at: datetime | None
    read_at: datetime | None
    answer: AnswerWord | None
    until: date | None
    reason: str
    answered_at: datetime | None
    edition: int = Field(description="Send it with an answer: it says what the answer was made from.")

    @staticmethod
    def resolve_names(notice: Notice) -> list[str]:
        """Return the story's numbers."""
        return sorted(each.name for each in notice.story.names.all())

    @staticmethod
    def resolve_is_waiting(notice: Notice, context: Any) -> bool:
        """Say whether it waits today."""
        return is_waiting(notice, localdate(moment_of(context["request"])))

    @staticmethod
    def resolve_answer(notice: Notice) -> str | None:
        """Return the answer, or null."""
        return notice.answer or None


class LinkShape(Schema):
    """Where to read on."""

    url: str
    title: str


class SourceShape(Schema):
    """One source that says so."""

    source: str = Field(validation_alias="source.title")
    kind: str
    key: str
    revised_at: datetime | None
    seen_at: datetime


class WholeWarningShape(WarningShape):
    """A warning with its words, what to do, and who says so."""

    summary: str = Field(validation_alias="story.summary")
    act: str
    links: list[LinkShape]
    sources: list[SourceShape]

    @staticmethod
    def resolve_act(notice: Any) -> str:
        """Return what to do."""
        return remedy_of(notice.story.shown_statements).act

    @staticmethod
    def resolve_links(notice: Any) -> list[Any]:
        """Return where to read on."""
        return list(links_of(notice.story.shown_statements))

    @staticmethod
    def resolve_sources(notice: Any) -> list[Any]:
        """Return what the sources say."""
        return list(notice.story.shown_statements)


class GivenWarningAnswer(Schema):
    """What the council says to a warning."""

    answer: AnswerWord
    until: date | None = Field(None, description="The planned day, or the last day of an accepted risk.")
    reason: str = Field("", max_length=LONGEST_REASON, pattern=r"^[^\x00]*$")
    edition: int = Field(ge=0, le=2**31 - 1, description="The edition that the answer was made from.")

    def given(self) -> Given:
        """Return the answer as the act takes it."""
        return Given(self.answer.value, self.until, self.reason)


@router.get("/councils/{code}/warnings", response=list[WarningShape], openapi_extra=READ)
@paginate
def list_warnings(
    request: HttpRequest,
    code: Code,
    show: Annotated[Show, Query(description="Which warnings.")] = Show.WAITING,
    priority: Annotated[Priority | None, Query(description="Only those of this priority.")] = None,
    words: Annotated[str, Query(max_length=LONGEST_SEARCH, description="A CVE number, or words of a title.")] = "",
) -> QuerySet[Notice]:
    """List your council's warnings, the most urgent first."""
    desk = _desk(request, code)
    found = found_by(desk, Asked(show, priority.value if priority else None, words))
    return found.select_related("story").prefetch_related("story__names").order_by("priority", "-pk")


@router.get("/councils/{code}/warnings/{warning_id}", response=WholeWarningShape, openapi_extra=READ)
def read_warning(request: HttpRequest, code: Code, warning_id: WarningId) -> Any:
    """Read one warning with what to do and who says so."""
    return _shown(_desk(request, code), warning_id)


@router.post("/councils/{code}/warnings/{warning_id}/answer", response=WholeWarningShape, openapi_extra=WRITE)
def answer_warning(request: HttpRequest, code: Code, warning_id: WarningId, answer: GivenWarningAnswer) -> Any:
    """Answer a warning.

    The same answer sent again changes nothing. Status 409 says that the warning changed since that edition.
    """
    desk = _desk(request, code)
    ticked = Ticked(desk.notice(warning_id).pk, answer.edition)
    answer_notice(by=desk.viewer, council=desk.council, ticked=ticked, given=answer.given(), at=desk.at)
    return _shown(desk, warning_id)


def _shown(desk: Desk, number: int) -> Any:
    return with_statements(Notice.objects.filter(pk=desk.notice(number).pk)).get()


def _desk(request: HttpRequest, code: str) -> Desk:
    viewer, at = viewer_of(request), moment_of(request)
    council = find_body(code, demonstration=viewer.person.is_demonstration)
    return Desk(viewer, own_body(viewer, council.code, at, policies.READERS), at)
