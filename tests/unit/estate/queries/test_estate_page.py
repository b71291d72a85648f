"""Does the overview show what the council runs now, all of it and nothing else, in few queries?"""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.worlds import World
from wardmote.estate.models import Service, System, SystemService
from wardmote.estate.public import services_of, systems_of
from wardmote.estate.queries.estate import SYSTEMS_ON_A_PAGE, estate_page, find_service, find_system
from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as
from wardmote.register.models import Body
from wardmote.register.public import Viewer

AddService = Callable[[str], Service]
ListSystem = Callable[..., System]


def test_services_stand_with_their_systems_and_systems_with_their_services(
    council: Body, add_service: AddService, list_system: ListSystem
) -> None:
    planning, harbour = add_service("planning"), add_service("Harbour")
    maps, gates = list_system("Maps", planning, harbour), list_system("Gates", harbour)
    page = estate_page(council)
    assert [(line.service, [s.name for s in line.systems]) for line in page.services] == [
        (harbour, ["Gates", "Maps"]),
        (planning, ["Maps"]),
    ]
    assert [(line.system, line.services) for line in page.systems] == [(gates, (harbour,)), (maps, (harbour, planning))]
    assert [line.known.key if line.known else None for line in page.services] == [None, "planning"]
    assert (page.system_count, page.is_empty, page.services_without_system) == (2, False, 0)


def test_what_was_removed_and_what_others_run_is_not_shown(
    world: World, council: Body, add_service: AddService, list_system: ListSystem
) -> None:
    planning = add_service("planning")
    maps = list_system("Maps", planning)
    other = world.council("oak")
    Service.objects.create(council=other, name="Theirs", added_at=world.at)
    System.objects.create(council=other, name="Theirs", kind="mission", added_at=world.at)
    System.objects.filter(pk=maps.pk).update(removed_at=world.at)
    assert [line.systems for line in estate_page(council).services] == [()]
    assert estate_page(council).systems == ()
    assert estate_page(council).services_without_system == 1
    Service.objects.filter(pk=planning.pk).update(removed_at=world.at)
    assert estate_page(council).is_empty


def test_the_page_asks_as_often_for_many_as_for_few(world: World, council: Body) -> None:
    counts = []
    for start, end in ((0, 3), (3, 150)):
        fill(world, council, start, end)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = estate_page(council)
            shown = [line.system.name for line in page.systems] + [line.service.name for line in page.services]
        counts.append(len(asked))
        assert shown
    assert counts == [5, 5]
    assert (len(page.systems), page.system_count, len(page.services)) == (SYSTEMS_ON_A_PAGE, 150, 150)
    assert estate_page(council, "3").page.number == 3
    assert estate_page(council, "nonsense").page.number == 1


def fill(world: World, council: Body, start: int, end: int) -> None:
    """List services and systems, each standing on one."""
    numbers = range(start, end)
    services = Service.objects.bulk_create(
        Service(council=council, name=f"Service {n}", added_at=world.at) for n in numbers
    )
    systems = System.objects.bulk_create(
        System(council=council, name=f"System {n}", kind="mission", added_at=world.at) for n in numbers
    )
    SystemService.objects.bulk_create(
        SystemService(council=council, service=service, system=system)
        for service, system in zip(services, systems, strict=True)
    )


@pytest.mark.parametrize("pk", [0, 999_999, 10**30])
def test_a_number_that_nothing_has_is_not_found(council: Body, pk: int) -> None:
    for find in (find_service, find_system):
        with pytest.raises(Denied, match="We can't find that"):
            find(council, pk)


def test_another_councils_service_and_system_are_not_found(
    world: World, add_service: AddService, list_system: ListSystem
) -> None:
    other = world.council("oak")
    with pytest.raises(Denied, match="We can't find that service"):
        find_service(other, add_service("planning").pk)
    with pytest.raises(Denied, match="We can't find that system"):
        find_system(other, list_system("Maps").pk)


@pytest.mark.postgres_only
def test_the_database_itself_keeps_the_lists_from_everybody_else(
    world: World, council: Body, ada: Viewer, add_service: AddService, list_system: ListSystem
) -> None:
    list_system("Maps", add_service("planning"))
    outsiders = [
        world.someone(world.council("oak"), Role.LEAD),
        world.someone(world.programme(), Role.PROGRAMME_TEAM),
        world.someone(world.warp("w", council), Role.WARP_OPERATOR),
        world.someone(council, Role.ASSURER),
    ]
    for person in outsiders:
        with seeing_as(str(person.pk)):
            assert not services_of(council).exists()
            assert not systems_of(council).exists()
            assert not SystemService.objects.exists()
    with seeing_as(str(ada.person.pk)):
        assert services_of(council).count() == systems_of(council).count() == 1
