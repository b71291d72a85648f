"""What may other programs read of the register, of a person's own memberships, and of a body's people?"""

from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, Value, When
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate
from pydantic import BeforeValidator

from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.moments import read_as_at, today
from wardmote.kernel.roles import ADMITS_FIRST_LEAD, Role

from . import policies
from .actions.log_reading import log_reading
from .actions.revoke_token import revoke_token
from .models import BodyRecord, Membership, Person
from .models.bodies import COUNCILS, Kind, Status
from .models.sharing import Audience
from .queries.access import moment_of, viewer_of
from .queries.bodies import BodyPage, body_page, find_body, records_on
from .queries.people import entries_of
from .queries.search import search_bodies
from .queries.tokens import Caller

router = Router(tags=["Register"])
MOST_HITS = 100


def _read_day(value: str | None) -> date:
    try:
        return read_as_at(value)
    except Denied as refusal:
        raise ValueError(refusal.sentence) from refusal


Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,24}$", description="The body's code in the register.")]
AsAt = Annotated[
    date | None,
    BeforeValidator(_read_day),
    Query(None, description="The day that is asked about; today where left out."),
]
Text = Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")]
Wanted = Annotated[
    str,
    Query(
        "",
        max_length=120,
        pattern=r"^[^\x00]*$",
        description="A name, code or domain, however spelt: the best match comes first.",
    ),
]


class Facts(Schema):
    """What was true of a body from one day until another."""

    name: str
    short_name: str
    nation: str
    region: str
    domain: str
    website: str
    population: int | None
    latitude: float | None
    longitude: float | None


class Council(Facts):
    """A body as it stands in a list."""

    code: str = Field(validation_alias="body.code")
    gss: str = Field(validation_alias="body.gss")
    kind: Kind = Field(validation_alias="body.kind")
    start_date: date | None = Field(validation_alias="body.start_date")
    end_date: date | None = Field(validation_alias="body.end_date", description="The first day without it.")


class DatedFacts(Facts):
    """Facts with their days; an empty start is as far back as anybody recorded, an empty end is open."""

    valid_from: date | None
    valid_to: date | None
    source: str


class Relative(Schema):
    """Another body that this one has to do with."""

    code: str
    name: str
    kind: Kind
    on: date | None = Field(description="Since or from when, where known.")
    share: float | None = Field(description="Which part passes, from 0 to 1, where known.")
    note: str


class CouncilPage(Schema):
    """A body with everything that was known of it on a day."""

    council: Council
    as_at: date
    status: Status
    county: Relative | None
    predecessors: list[Relative]
    successors: list[Relative]
    groups: list[Relative] = Field(description="Combined authorities, WARPs and resilience forums it belongs to.")
    members: list[Relative]
    records: list[DatedFacts]


class Region(Schema):
    """A region and how many live councils it has."""

    nation: str
    region: str
    councils: int


class Regions(Schema):
    """All regions that have councils."""

    items: list[Region]


class MembershipLine(Schema):
    """One role of the token's person."""

    code: str
    name: str
    kind: Kind
    role: Role
    is_open: bool
    confirm_by: date


class Me(Schema):
    """Whom the token acts as, and what it may do."""

    email: str
    name: str
    is_demonstration: bool
    memberships: list[MembershipLine]
    token: str
    scopes: list[str]
    expires_at: datetime


class Member(Schema):
    """Somebody who belongs to the body."""

    name: str = Field(validation_alias="person.name")
    email: str = Field(validation_alias="person.email")
    role: Role
    started_at: datetime
    confirmed_at: datetime
    lapses_on: date


class Act(Schema):
    """One entry of the audit log."""

    sequence: int
    at: datetime
    by: str | None = Field(description="The name of whoever did it; null for Wardmote itself.")
    action: str
    subject: str
    before: dict[str, Any]
    after: dict[str, Any]
    digest: str


@router.get("/councils", auth=None, response=list[Council])
@paginate
def list_councils(
    request: HttpRequest,
    as_at: AsAt = None,
    region: Text = "",
    kind: Kind | None = None,
    nation: Text = "",
    q: Wanted = "",
) -> QuerySet[BodyRecord]:
    """List the councils that are live on a day.

    Without a kind these are councils proper; name a kind to list fire authorities, WARPs and so on.
    """
    kinds = [kind] if kind else COUNCILS
    found = records_on(as_at or today()).filter(body__kind__in=set(kinds) - {Kind.PROGRAMME, Kind.PLATFORM})
    if region:
        found = found.filter(region=region)
    if nation:
        found = found.filter(nation=nation)
    return _best_first(found, q) if q else found


@router.get("/councils/{code}", auth=None, response=CouncilPage)
def show_council(request: HttpRequest, code: Code, as_at: AsAt = None) -> dict[str, Any]:
    """Show a council with its predecessors, its successors and its history."""
    page: BodyPage = body_page(find_body(code), as_at or today())
    return {**vars(page), "council": page.record}


@router.get("/regions", auth=None, response=Regions)
def list_regions(request: HttpRequest, as_at: AsAt = None) -> dict[str, Any]:
    """List the regions with the number of councils that are live on a day."""
    found = records_on(as_at or today()).filter(body__kind__in=COUNCILS).order_by("nation", "region")
    return {"items": list(found.values("nation", "region").annotate(councils=Count("pk")))}


@router.get("/me", response=Me, tags=["You"], openapi_extra={"x-scope": "any"})
def show_me(request: HttpRequest) -> dict[str, Any]:
    """Show whom the token acts as and what they belong to."""
    caller, viewer = _caller(request), viewer_of(request)
    return {
        "email": viewer.person.email,
        "name": viewer.person.name,
        "is_demonstration": viewer.person.is_demonstration,
        "memberships": viewer.standings,
        "token": caller.token_name,
        "scopes": sorted(caller.scopes),
        "expires_at": caller.expires_at,
    }


@router.delete("/tokens/current", response={204: None}, tags=["You"], openapi_extra={"x-scope": "any"})
def revoke_current_token(request: HttpRequest) -> None:
    """Revoke the token that this request is made with."""
    revoke_token(by=viewer_of(request), token_id=_caller(request).token_id, at=moment_of(request))


@router.get("/councils/{code}/members", response=list[Member], openapi_extra={"x-scope": "members:read"})
@paginate
def list_members(request: HttpRequest, code: Code) -> QuerySet[Membership]:
    """List who belongs to a body, for those who decide that."""
    viewer, at = viewer_of(request), moment_of(request)
    body = find_body(code, demonstration=viewer.person.is_demonstration)
    policies.check_can_manage_members(viewer, body)
    if not policies.belongs(viewer, body):
        standing = viewer.held(ADMITS_FIRST_LEAD)[0]
        log_reading(
            by=viewer,
            council=body,
            on_behalf_of=standing.body_id,
            audience=Audience.PROGRAMME,
            what="members",
            at=at,
        )
    return Membership.objects.filter(body=body, ended_at__isnull=True).select_related("person").order_by("pk")


@router.get("/councils/{code}/activity", response=list[Act], openapi_extra={"x-scope": "activity:read"})
@paginate
def list_activity(request: HttpRequest, code: Code) -> QuerySet[AuditEntry]:
    """List what was done in a council's name, newest first, for its cyber lead."""
    viewer = viewer_of(request)
    body = find_body(code, demonstration=viewer.person.is_demonstration)
    policies.check_can_read_activity(viewer, body)
    names = Person.objects.filter(pk=OuterRef("person_id")).values("name")[:1]
    return entries_of(body).annotate(by=Subquery(names))


def _best_first(found: QuerySet[BodyRecord], text: str) -> QuerySet[BodyRecord]:
    hits = [hit.body_id for hit in search_bodies(text, limit=MOST_HITS)]
    if not hits:
        return found.none()
    rank = Case(*(When(body_id=hit, then=Value(place)) for place, hit in enumerate(hits)))
    return found.filter(body_id__in=hits).annotate(rank=rank).order_by("rank", "pk")


def _caller(request: HttpRequest) -> Caller:
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return caller
