"""Which services does a council give now, and on which systems do they stand?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, QuerySet

from wardmote.kernel.denial import missing
from wardmote.register.models import Body

from ..catalogue import KnownService, catalogue
from ..facts import SystemFacts
from ..models import Service, System, SystemService

SYSTEMS_ON_A_PAGE = 50
# PostgreSQL's largest whole number of this size: a larger one in an address names nothing.
LARGEST_NUMBER = 9_223_372_036_854_775_807


@dataclass(frozen=True)
class Named:
    """Something to link to."""

    pk: int
    name: str


@dataclass(frozen=True)
class ServiceLine:
    """A service, what the catalogue says of it, and the systems under it."""

    service: Service
    known: KnownService | None
    systems: tuple[Named, ...]


@dataclass(frozen=True)
class SystemLine:
    """A system and the services that stand on it."""

    system: System
    services: tuple[Service, ...]


@dataclass(frozen=True)
class EstatePage:
    """All services, one page of systems, and how many systems there are."""

    services: tuple[ServiceLine, ...]
    systems: tuple[SystemLine, ...]
    page: Page[System]
    system_count: int

    @property
    def is_empty(self) -> bool:
        """Say whether the council has listed nothing yet."""
        return not self.services and not self.system_count

    @property
    def services_without_system(self) -> int:
        """Return for how many services nobody has named a system."""
        return sum(not line.systems for line in self.services)


def services_of(council: Body) -> QuerySet[Service]:
    """Return the services that the council gives now, by name."""
    return Service.objects.filter(council=council, removed_at__isnull=True).order_by("name", "pk")


def systems_of(council: Body) -> QuerySet[System]:
    """Return the systems that the council has now, by name, each with the services that it still gives on them."""
    given = Service.objects.filter(removed_at__isnull=True).order_by("name", "pk")
    found = System.objects.filter(council=council, removed_at__isnull=True).order_by("name", "pk")
    return found.prefetch_related(Prefetch("services", queryset=given))


def estate_page(council: Body, page: str | None = None) -> EstatePage:
    """Return what the council's overview shows, in five queries however much there is."""
    paginator = Paginator(systems_of(council), SYSTEMS_ON_A_PAGE)
    shown = paginator.get_page(page)
    under = _systems_by_service(council)
    known = catalogue()
    return EstatePage(
        services=tuple(
            ServiceLine(service, known.get(service.key), tuple(under[service.pk])) for service in services_of(council)
        ),
        systems=system_lines(shown),
        page=shown,
        system_count=paginator.count,
    )


def system_lines(systems: Iterable[System]) -> tuple[SystemLine, ...]:
    """Return systems with the services that `systems_of` fetched with them."""
    return tuple(SystemLine(system, tuple(system.services.all())) for system in systems)


def find_service(council: Body, pk: int, *, also_removed: bool = False) -> Service:
    """Return the council's service of this number, or say that there is none."""
    found = Service.objects.filter(council=council, pk=min(pk, LARGEST_NUMBER)).first()
    if found is None or (found.removed_at and not also_removed):
        raise missing("service")
    return found


def find_system(council: Body, pk: int, *, also_removed: bool = False) -> System:
    """Return the council's system of this number, or say that there is none."""
    found = System.objects.filter(council=council, pk=min(pk, LARGEST_NUMBER)).first()
    if found is None or (found.removed_at and not also_removed):
        raise missing("system")
    return found


def facts_of(system: System) -> SystemFacts:
    """Return what is kept of a system, as an action takes it."""
    linked = system.links.filter(service__removed_at__isnull=True).order_by("service_id")
    return SystemFacts(
        name=system.name,
        kind=system.kind,
        hosting=system.hosting,
        supplier=system.supplier,
        owner=system.owner,
        description=system.description,
        services=tuple(linked.values_list("service_id", flat=True)),
    )


def names_of_systems_on(service: Service) -> list[str]:
    """Return the names of the systems that a service stands on."""
    found = SystemService.objects.filter(service=service, system__removed_at__isnull=True)
    return list(found.order_by("system__name").values_list("system__name", flat=True))


def _systems_by_service(council: Body) -> defaultdict[int, list[Named]]:
    links = SystemService.objects.filter(
        council=council, system__removed_at__isnull=True, service__removed_at__isnull=True
    )
    found: defaultdict[int, list[Named]] = defaultdict(list)
    for service, pk, name in links.order_by("system__name").values_list("service_id", "system_id", "system__name"):
        found[service].append(Named(pk, name))
    return found
