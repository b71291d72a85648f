"""How do other programs read what a council runs, and keep its list of systems?"""

from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate

from wardmote.register.models import Body
from wardmote.register.public import moment_of, viewer_of

from .actions.add_system import add_system
from .actions.change_system import change_system
from .actions.remove_system import remove_system
from .asked import Code, Words, own_council
from .catalogue import catalogue
from .domain_rest import router as domain_router
from .facts import LONGEST_DESCRIPTION, LONGEST_NAME, MOST_SERVICES, SystemFacts
from .inventory_rest import router as inventory_router
from .models import Hosting, Service, System, SystemKind
from .queries.estate import LARGEST_NUMBER, find_system, services_of, systems_of

router = Router(tags=["Estate"])
router.add_router("", domain_router)
router.add_router("", inventory_router)

Number = Annotated[int, Field(strict=True, ge=1, le=LARGEST_NUMBER)]
SystemId = Annotated[int, Field(ge=1, le=LARGEST_NUMBER, description="The system's id in the list.")]


class ServiceShape(Schema):
    """A service that the council gives."""

    id: int = Field(validation_alias="pk")
    key: str = Field(description="Its key in our catalogue; empty for a service of the council's own.")
    name: str
    owner: str
    is_often_essential: bool | None = Field(
        description="Our view that losing it for a day can hurt people; null for a service of the council's own."
    )

    @staticmethod
    def resolve_is_often_essential(service: Service) -> bool | None:
        """Look the service up in the catalogue."""
        known = catalogue().get(service.key)
        return known.is_often_essential if known else None


class SystemShape(Schema):
    """A system, and the ids of the services that stand on it."""

    id: int = Field(validation_alias="pk")
    name: str
    kind: SystemKind
    hosting: Hosting
    supplier: str
    owner: str
    description: str
    services: list[int]

    @staticmethod
    def resolve_services(system: System) -> list[int]:
        """Return the ids of the services that the council still gives."""
        return [service.pk for service in system.services.all()]


class GivenSystem(Schema):
    """A system to keep."""

    name: Annotated[str, Field(max_length=LONGEST_NAME, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]
    kind: SystemKind
    hosting: Hosting = Hosting.UNKNOWN
    supplier: Words = ""
    owner: Words = ""
    description: str = Field("", max_length=LONGEST_DESCRIPTION, pattern=r"^[^\x00]*$")
    services: list[Number] = Field(default_factory=list, max_length=MOST_SERVICES)

    def facts(self) -> SystemFacts:
        """Return what was sent, as an action takes it."""
        sent = self.dict()
        return SystemFacts(**{**sent, "services": tuple(sent["services"])})


@router.get("/councils/{code}/estate/services", response=list[ServiceShape], openapi_extra={"x-scope": "estate:read"})
@paginate
def list_services(request: HttpRequest, code: Code) -> QuerySet[Service]:
    """List the services that your council gives."""
    return services_of(own_council(request, code))


@router.get("/councils/{code}/estate/systems", response=list[SystemShape], openapi_extra={"x-scope": "estate:read"})
@paginate
def list_systems(request: HttpRequest, code: Code) -> QuerySet[System]:
    """List the systems that your council's services stand on."""
    return systems_of(own_council(request, code))


@router.post(
    "/councils/{code}/estate/systems",
    response={200: SystemShape, 201: SystemShape},
    openapi_extra={"x-scope": "estate:write"},
)
def add_own_system(request: HttpRequest, code: Code, system: GivenSystem) -> Any:
    """Add a system to your council's list.

    The same system sent again is answered with 200 and added once.
    """
    council = own_council(request, code)
    done = add_system(by=viewer_of(request), council=council, facts=system.facts(), at=moment_of(request))
    return Status(201 if done.is_new else 200, _shown(council, done.system))


@router.put(
    "/councils/{code}/estate/systems/{system_id}",
    response=SystemShape,
    openapi_extra={"x-scope": "estate:write"},
)
def change_own_system(request: HttpRequest, code: Code, system_id: SystemId, system: GivenSystem) -> System:
    """Say anew what a system is: what is left out is emptied."""
    council = own_council(request, code)
    current = find_system(council, system_id)
    saved = change_system(by=viewer_of(request), system=current, facts=system.facts(), at=moment_of(request))
    return _shown(council, saved)


@router.delete(
    "/councils/{code}/estate/systems/{system_id}",
    response={204: None},
    openapi_extra={"x-scope": "estate:write"},
)
def remove_own_system(request: HttpRequest, code: Code, system_id: SystemId) -> None:
    """Take a system off your council's list."""
    system = find_system(own_council(request, code), system_id)
    remove_system(by=viewer_of(request), system=system, at=moment_of(request))


def _shown(council: Body, system: System) -> System:
    return systems_of(council).get(pk=system.pk)
