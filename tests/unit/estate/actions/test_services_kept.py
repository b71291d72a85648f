"""Can a council's people list, rename and remove its services, each once, and nobody else at all?"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.worlds import World
from wardmote.estate.actions.add_services import AddedServices, add_services
from wardmote.estate.actions.change_service import change_service
from wardmote.estate.actions.remove_service import remove_service
from wardmote.estate.facts import MOST_SERVICES
from wardmote.estate.models import Service
from wardmote.estate.queries.estate import services_of
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import INSIDE_COUNCIL, WRITES_ANSWERS, Role
from wardmote.kernel.viewer import seeing_as
from wardmote.register.models import Body, Inheritance
from wardmote.register.public import Viewer

AddService = Callable[[str], Service]
Acts = Callable[[], list[str]]


def add(world: World, by: Viewer, council: Body, *keys: str, own_name: str = "") -> AddedServices:
    """Add as the person, as the wall in the database sees them."""
    with seeing_as(str(by.person.pk)):
        return add_services(by=by, council=council, keys=keys, own_name=own_name, at=world.at)


def names(council: Body) -> list[str]:
    return [service.name for service in services_of(council)]


def test_several_services_are_listed_in_one_act(world: World, ada: Viewer, council: Body, acts: Acts) -> None:
    done = add(world, ada, council, "planning", "elections")
    assert names(council) == ["Elections and electoral registration", "Planning and building control"]
    assert ([s.key for s in done.added], done.already) == (["planning", "elections"], ())
    assert acts() == ["services-added"]
    entry = AuditEntry.objects.get(action="estate.services-added")
    assert (entry.body_id, entry.person_id) == (council.pk, ada.person.pk)
    assert entry.after == {"services": ["planning", "elections"]}


def test_a_service_of_the_councils_own_has_a_name_and_no_key(world: World, ada: Viewer, council: Body) -> None:
    add(world, ada, council, own_name="  The   harbour ")
    service = services_of(council).get()
    assert (service.name, service.key, service.added_by, service.added_at) == ("The harbour", "", ada.person, world.at)


def test_an_own_service_that_the_catalogue_knows_gets_its_key(world: World, ada: Viewer, council: Body) -> None:
    add(world, ada, council, own_name="libraries AND archives")
    assert services_of(council).get().key == "libraries"


def test_the_same_form_twice_adds_nothing_twice_and_says_so(
    world: World, ada: Viewer, council: Body, acts: Acts
) -> None:
    add(world, ada, council, "planning", own_name="Harbour")
    again = add(world, ada, council, "planning", "planning", own_name="HARBOUR")
    assert (again.added, again.already) == ((), ("Planning and building control", "HARBOUR"))
    assert names(council) == ["Harbour", "Planning and building control"]
    assert acts() == ["services-added"]


def test_what_is_new_is_added_beside_what_is_there(world: World, ada: Viewer, council: Body) -> None:
    add(world, ada, council, "planning")
    again = add(world, ada, council, "planning", "parking")
    assert ([s.key for s in again.added], again.already) == (["parking"], ("Planning and building control",))


@pytest.mark.parametrize(
    ("keys", "own_name", "sentence"),
    [
        ((), "", "Tick at least one service"),
        ((), "   ", "Tick at least one service"),
        (("planning", "witchcraft"), "", "isn't in our list"),
        ((), "x" * 121, "120 characters or fewer"),
        ((), "Harbour; quay", "Leave semicolons out"),
    ],
)
def test_what_cant_be_listed_is_refused_in_words(
    world: World, ada: Viewer, council: Body, keys: tuple[str, ...], own_name: str, sentence: str
) -> None:
    with pytest.raises(Denied, match=sentence):
        add(world, ada, council, *keys, own_name=own_name)
    assert names(council) == []


def test_a_list_of_services_has_an_end(world: World, ada: Viewer, council: Body) -> None:
    Service.objects.bulk_create(
        Service(council=council, name=f"Service {n}", added_at=world.at) for n in range(MOST_SERVICES)
    )
    with pytest.raises(Denied, match="A list takes 200 services"):
        add(world, ada, council, "planning")


@pytest.mark.parametrize("role", sorted(INSIDE_COUNCIL | {Role.ASSURER}))
def test_only_leads_and_contributors_change_the_list(world: World, council: Body, role: Role) -> None:
    someone = world.viewer(world.someone(council, role))
    if role in WRITES_ANSWERS:
        assert add(world, someone, council, "planning").added
        return
    with pytest.raises(Denied, match="Ask your cyber lead to make you a contributor"):
        add(world, someone, council, "planning")


def test_the_lead_of_another_council_is_refused(world: World, council: Body, add_service: AddService) -> None:
    other = world.viewer(world.someone(world.council("oak"), Role.LEAD))
    service = add_service("planning")
    with pytest.raises(Denied):
        add_services(by=other, council=council, keys=["parking"], at=world.at)
    with pytest.raises(Denied):
        change_service(by=other, service=service, name="Mine", owner="", at=world.at)
    with pytest.raises(Denied):
        remove_service(by=other, service=service, at=world.at)


@pytest.mark.parametrize(
    ("life", "sentence"), [("end_date", "has been dissolved"), ("start_date", "doesn't exist yet")]
)
def test_a_council_that_isnt_at_work_cant_be_changed(world: World, life: str, sentence: str) -> None:
    day = world.at.date()
    is_gone = life == "end_date"
    council = world.council("ash", end_date=day) if is_gone else world.council("ash", start_date=day + timedelta(400))
    with pytest.raises(Denied, match=sentence):
        add(world, world.viewer(world.someone(council, Role.LEAD)), council, "planning")


def test_a_shadow_council_lists_what_it_will_run(world: World) -> None:
    day = world.at.date()
    council = world.council("new", shadow_from=day, start_date=day + timedelta(days=200))
    assert add(world, world.viewer(world.someone(council, Role.LEAD)), council, "planning").added


def test_heirs_carry_on_a_predecessors_list(world: World, council: Body) -> None:
    heir = world.council("oak")
    lead = world.viewer(world.someone(heir, Role.LEAD))
    with pytest.raises(Denied):
        add(world, lead, council, "planning")
    Inheritance.objects.create(predecessor=council, successor=heir, at=world.at)
    assert add(world, lead, council, "planning").added


def test_a_service_gets_another_name_and_an_owner(
    world: World, ada: Viewer, add_service: AddService, acts: Acts
) -> None:
    service = add_service("planning")
    saved = change_service(by=ada, service=service, name=" Plans ", owner="Head of planning", at=world.at)
    service.refresh_from_db()
    assert (service.name, service.owner, service.key) == ("Plans", "Head of planning", "planning")
    assert saved == service
    assert acts() == ["services-added", "service-changed"]
    assert AuditEntry.objects.get(action="estate.service-changed").after == {"changed": ["name", "owner"]}


def test_saving_a_service_as_it_is_leaves_no_trace(
    world: World, ada: Viewer, add_service: AddService, acts: Acts
) -> None:
    service = add_service("planning")
    change_service(by=ada, service=service, name=service.name, owner="", at=world.at)
    assert acts() == ["services-added"]


def test_two_services_never_share_a_name(world: World, ada: Viewer, add_service: AddService) -> None:
    service = add_service("planning")
    add_service("Harbour")
    with pytest.raises(Denied, match="Another service has this name already") as refusal:
        change_service(by=ada, service=service, name="harbour", owner="", at=world.at)
    assert refusal.value.reason == "conflict"


def test_a_removed_service_leaves_the_list_and_stays_on_record(
    world: World, ada: Viewer, council: Body, add_service: AddService, acts: Acts
) -> None:
    service = add_service("planning")
    assert remove_service(by=ada, service=service, at=world.at)
    assert not remove_service(by=ada, service=service, at=world.at)
    service.refresh_from_db()
    assert (service.removed_at, names(council)) == (world.at, [])
    assert acts() == ["services-added", "service-removed"]
    with pytest.raises(Denied, match="We can't find that service"):
        change_service(by=ada, service=service, name="Again", owner="", at=world.at)
    assert add_service("planning").pk != service.pk
