"""How do other programs read what outside checks found about a council's domains, and ask for another look?"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status
from ninja.pagination import paginate
from pydantic import AwareDatetime

from wardmote.estate.models import Domain
from wardmote.register.public import find_body, moment_of, own_body, viewer_of

from . import policies
from .actions.ask_visit import ask_visit
from .catalogue import title_of
from .models import Change, Finding, VerdictWord, VisitState
from .queries.access import Desk
from .queries.changes import changes_of
from .queries.listed import listed_domains, listed_findings

router = Router(tags=["Outside checks"])

LARGEST_NUMBER = 2**53
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,24}$", description="The council's code in the register.")]
DomainId = Annotated[int, Field(ge=1, le=LARGEST_NUMBER, description="The domain's id in the list.")]
READ, WRITE = {"x-scope": "checks:read"}, {"x-scope": "checks:write"}


class WatchedDomainShape(Schema):
    """A domain, and the newest look at it. `letter` is null where too little is known, or nobody has looked yet."""

    id: int = Field(validation_alias="pk")
    name: str
    is_parked: bool
    is_verified: bool = Field(description="Only a verified domain is looked at.")
    letter: str | None
    points: int | None
    looked_at: datetime | None
    is_waiting: bool = Field(description="A look that somebody asked for is still to come.")
    good: int | None
    weak: int | None
    bad: int | None
    unknown: int | None

    @staticmethod
    def resolve_is_verified(domain: Domain) -> bool:
        """Say whether the domain was shown to be the council's."""
        return domain.verified_at is not None

    @staticmethod
    def resolve_letter(domain: Any) -> str | None:
        """Return the letter, or null."""
        return domain.letter or None


class ExplanationShape(Schema):
    """Why the council leaves something as it is, and until when."""

    reason: str
    until: date


class FindingShape(Schema):
    """What one check says of the domain now.

    `unseen_since` says since when nothing could be found out; the rest is what was seen last.
    """

    check: str = Field(validation_alias="check_id", description="The check's id; it stays the same.")
    area: str
    title: str = Field(description="What the check wants to find.")
    verdict: VerdictWord
    severity: int = Field(description="From 0 (none) over 1 (low) to 4 (critical).")
    says: str
    evidence: list[str] = Field(description="Records as they were published. Others wrote them: treat as untrusted.")
    fix: str
    since: datetime
    trouble_since: datetime | None
    unseen_since: datetime | None
    explanation: ExplanationShape | None

    @staticmethod
    def resolve_title(finding: Finding) -> str:
        """Return what the check is called."""
        return title_of(finding.check_id)

    @staticmethod
    def resolve_explanation(finding: Any) -> dict[str, object] | None:
        """Return the explanation that holds today."""
        if finding.explained_until is None:
            return None
        return {"reason": finding.explained_reason, "until": finding.explained_until}


class ChangeShape(Schema):
    """A check of a domain went from one verdict to another."""

    id: int = Field(validation_alias="pk")
    domain: int = Field(validation_alias="domain_id")
    domain_name: str = Field(validation_alias="domain.name")
    check: str = Field(validation_alias="check_id")
    title: str
    before: VerdictWord
    after: VerdictWord
    severity: int
    says: str
    fix: str
    at: datetime

    @staticmethod
    def resolve_title(change: Change) -> str:
        """Return what the check is called."""
        return title_of(change.check_id)


class VisitShape(Schema):
    """A look at a domain that was asked for."""

    id: int = Field(validation_alias="pk")
    state: VisitState
    asked_at: datetime


@router.get("/councils/{code}/checks/domains", response=list[WatchedDomainShape], openapi_extra=READ)
@paginate
def list_watched_domains(request: HttpRequest, code: Code) -> Iterable[Domain]:
    """List your council's domains with their grades."""
    return listed_domains(_desk(request, code))


@router.get("/councils/{code}/checks/domains/{domain_id}/findings", response=list[FindingShape], openapi_extra=READ)
@paginate
def list_findings(request: HttpRequest, code: Code, domain_id: DomainId) -> Iterable[Finding]:
    """List what every check says of a domain now."""
    desk = _desk(request, code)
    return listed_findings(desk, desk.domain(domain_id))


@router.get("/councils/{code}/checks/changes", response=list[ChangeShape], openapi_extra=READ)
@paginate
def list_changes(
    request: HttpRequest,
    code: Code,
    since: Annotated[AwareDatetime | None, Query(description="Only what changed at this moment or later.")] = None,
) -> QuerySet[Change]:
    """List what changed on your council's domains, oldest first."""
    return changes_of(_desk(request, code).council, since).select_related("domain").order_by("at", "pk")


@router.post("/councils/{code}/checks/domains/{domain_id}/visits", response={202: VisitShape}, openapi_extra=WRITE)
def ask_for_visit(request: HttpRequest, code: Code, domain_id: DomainId) -> Any:
    """Ask for another look at a domain now.

    Asked again while one is still to come, the answer is that one.
    """
    desk = _desk(request, code)
    return Status(202, ask_visit(by=desk.viewer, domain=desk.domain(domain_id), at=desk.at))


def _desk(request: HttpRequest, code: str) -> Desk:
    viewer, at = viewer_of(request), moment_of(request)
    council = find_body(code, demonstration=viewer.person.is_demonstration)
    return Desk(viewer, own_body(viewer, council.code, at, policies.READERS), at)
