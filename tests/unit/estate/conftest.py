"""What do the tests of the estate share?"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from tests.unit.estate.stated_dns import StatedDns, stated_dns
from tests.worlds import World, signed_in
from wardmote.estate.actions.add_domains import add_domain
from wardmote.estate.actions.add_services import add_services
from wardmote.estate.actions.add_system import add_system
from wardmote.estate.domain_facts import DomainFacts
from wardmote.estate.facts import SystemFacts
from wardmote.estate.models import Domain, Service, System
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as
from wardmote.register.models import Body
from wardmote.register.public import Viewer


@pytest.fixture
def council(world: World) -> Body:
    return world.council("elm")


@pytest.fixture
def ada(world: World, council: Body) -> Viewer:
    """A contributor of the council."""
    return world.viewer(world.someone(council, Role.CONTRIBUTOR, "Ada"))


@pytest.fixture
def browser(ada: Viewer) -> Client:
    """The contributor's browser."""
    return signed_in(ada.person)


@pytest.fixture
def add_service(world: World, ada: Viewer, council: Body) -> Callable[[str], Service]:
    """List a service by its key in the catalogue, or by its own name."""

    def add(word: str) -> Service:
        chosen = {"own_name": word} if word[0].isupper() else {"keys": [word]}
        with seeing_as(str(ada.person.pk)):
            return add_services(by=ada, council=council, at=world.at, **chosen).added[0]  # type: ignore[arg-type]

    return add


@pytest.fixture
def list_system(world: World, ada: Viewer, council: Body) -> Callable[..., System]:
    """List a system."""

    def add(name: str, *services: Service, kind: str = "mission", supplier: str = "") -> System:
        facts = SystemFacts(name, kind, supplier=supplier, services=tuple(service.pk for service in services))
        with seeing_as(str(ada.person.pk)):
            return add_system(by=ada, council=council, facts=facts, at=world.at).system

    return add


@pytest.fixture
def list_domain(world: World, ada: Viewer, council: Body) -> Callable[..., Domain]:
    """List a domain."""

    def add(name: str, **facts: Any) -> Domain:
        with seeing_as(str(ada.person.pk)):
            return add_domain(by=ada, council=council, facts=DomainFacts(name, **facts), at=world.at).domain

    return add


@pytest.fixture
def dns(settings: Any) -> Iterator[StatedDns]:
    """What the DNS says, as the site's resolver tells it."""
    with stated_dns() as stated:
        settings.WATCH_RESOLVERS = (("127.0.0.1", stated.port),)
        yield stated


@pytest.fixture
def acts(db: None) -> Callable[[], list[str]]:
    """Return what tells which acts on the estate were audited, oldest first."""

    def found() -> list[str]:
        entries = AuditEntry.objects.filter(action__startswith="estate.").order_by("sequence")
        return [entry.action.removeprefix("estate.") for entry in entries]

    return found
