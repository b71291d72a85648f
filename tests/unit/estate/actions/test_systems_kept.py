"""Can a council's people list, change and remove its systems, each once, with what stands on them?"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.worlds import World
from wardmote.estate.actions.add_system import AddedSystem, add_system
from wardmote.estate.actions.add_systems import AddedSystems, add_systems
from wardmote.estate.actions.change_system import ChangedMeanwhile, change_system
from wardmote.estate.actions.remove_service import remove_service
from wardmote.estate.actions.remove_system import remove_system
from wardmote.estate.facts import MOST_SYSTEMS, SystemFacts, edition_of
from wardmote.estate.models import Service, System, SystemService
from wardmote.estate.queries.estate import facts_of, systems_of
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import INSIDE_COUNCIL, WRITES_ANSWERS, Role
from wardmote.kernel.viewer import seeing_as
from wardmote.register.models import Body
from wardmote.register.public import Viewer

AddService = Callable[[str], Service]
ListSystem = Callable[..., System]
Acts = Callable[[], list[str]]
CASES = SystemFacts("Case records", "mission", "supplier", "Records Ltd", "Director of care", "Needs the network.")


def add(world: World, by: Viewer, council: Body, facts: SystemFacts) -> AddedSystem:
    """Add as the person, as the wall in the database sees them."""
    with seeing_as(str(by.person.pk)):
        return add_system(by=by, council=council, facts=facts, at=world.at)


@pytest.fixture
def planning(add_service: AddService) -> Service:
    return add_service("planning")


@pytest.fixture
def parking(add_service: AddService) -> Service:
    return add_service("parking")


def test_a_system_is_kept_as_described_with_its_services(
    world: World, ada: Viewer, council: Body, planning: Service, acts: Acts
) -> None:
    facts = replace(CASES, services=(planning.pk, planning.pk), name="  Case   records ")
    done = add(world, ada, council, facts)
    assert done.is_new
    assert facts_of(done.system) == replace(CASES, services=(planning.pk,))
    assert (done.system.added_by, done.system.added_at, done.system.council) == (ada.person, world.at, council)
    assert acts()[-1] == "system-added"
    entry = AuditEntry.objects.get(action="estate.system-added")
    assert entry.after == {"kind": "mission", "hosting": "supplier"}


def test_the_same_system_twice_is_added_once(world: World, ada: Viewer, council: Body, acts: Acts) -> None:
    first = add(world, ada, council, CASES)
    again = add(world, ada, council, CASES)
    assert (again.system, again.is_new) == (first.system, False)
    assert acts() == ["system-added"]


def test_another_system_under_a_name_in_use_is_refused(world: World, ada: Viewer, council: Body) -> None:
    add(world, ada, council, CASES)
    with pytest.raises(Denied, match="is on your list already") as refusal:
        add(world, ada, council, replace(CASES, name="CASE records", kind="corporate"))
    assert refusal.value.reason == "conflict"
    assert systems_of(council).count() == 1


def test_two_councils_may_have_systems_of_one_name(world: World, ada: Viewer, council: Body) -> None:
    other = world.council("oak")
    add(world, ada, council, CASES)
    assert add(world, world.viewer(world.someone(other, Role.LEAD)), other, CASES).is_new


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (replace(CASES, name=" "), "Enter a name"),
        (replace(CASES, name="x" * 121), "name must be 120 characters"),
        (replace(CASES, kind="shiny"), "Choose what kind"),
        (replace(CASES, hosting="somewhere"), "Choose where"),
        (replace(CASES, supplier="x" * 121), "supplier must be 120 characters"),
        (replace(CASES, owner="x" * 121), "owner must be 120 characters"),
        (replace(CASES, description="x" * 2001), "description must be 2,000 characters"),
        (replace(CASES, services=(999_999,)), "isn't on your list any more"),
    ],
)
def test_what_cant_be_kept_is_refused_in_words(
    world: World, ada: Viewer, council: Body, facts: SystemFacts, sentence: str
) -> None:
    with pytest.raises(Denied, match=sentence):
        add(world, ada, council, facts)
    assert not System.objects.exists()


def test_a_service_of_another_council_cant_stand_on_our_system(world: World, council: Body, planning: Service) -> None:
    other = world.council("oak")
    lead = world.viewer(world.someone(other, Role.LEAD))
    with pytest.raises(Denied, match="isn't on your list any more"):
        add(world, lead, other, replace(CASES, services=(planning.pk,)))


def test_a_list_of_systems_has_an_end(world: World, ada: Viewer, council: Body) -> None:
    System.objects.bulk_create(
        System(council=council, name=f"S{n}", kind="mission", added_at=world.at) for n in range(MOST_SYSTEMS)
    )
    with pytest.raises(Denied, match="A list takes 2,000 systems"):
        add(world, ada, council, CASES)
    with pytest.raises(Denied, match="A list takes 2,000 systems"):
        add_systems(by=ada, council=council, systems=[CASES], at=world.at)


@pytest.mark.parametrize("role", sorted(INSIDE_COUNCIL | {Role.ASSURER}))
def test_only_leads_and_contributors_change_systems(
    world: World, council: Body, role: Role, list_system: ListSystem
) -> None:
    someone = world.viewer(world.someone(council, role))
    system = list_system("Old")
    acts = refused_to_readers(world, someone, council, system)
    for act in acts:
        if role in WRITES_ANSWERS:
            act()
            continue
        with pytest.raises(Denied, match="Ask your cyber lead to make you a contributor"):
            act()


def refused_to_readers(world: World, by: Viewer, council: Body, system: System) -> Iterator[Callable[[], object]]:
    """Yield every act on systems."""
    yield lambda: add_system(by=by, council=council, facts=CASES, at=world.at)
    yield lambda: add_systems(by=by, council=council, systems=[replace(CASES, name="B")], at=world.at)
    yield lambda: change_system(by=by, system=system, facts=replace(CASES, name="C"), at=world.at)
    yield lambda: remove_system(by=by, system=system, at=world.at)


def test_a_change_saves_what_differs_and_says_which(
    world: World, ada: Viewer, council: Body, planning: Service, parking: Service
) -> None:
    system = add(world, ada, council, replace(CASES, services=(planning.pk,))).system
    kept = SystemService.objects.get().pk
    wanted = replace(CASES, kind="outside", owner="", services=(planning.pk, parking.pk))
    with seeing_as(str(ada.person.pk)):
        saved = change_system(by=ada, system=system, facts=wanted, at=world.at)
    assert facts_of(saved) == replace(wanted, services=tuple(sorted(wanted.services)))
    assert SystemService.objects.filter(pk=kept).exists()
    entry = AuditEntry.objects.get(action="estate.system-changed")
    assert (entry.before, entry.after) == (
        {"kind": "mission"},
        {"kind": "outside", "changed": ["kind", "owner", "services"]},
    )


def test_a_change_takes_services_away(world: World, ada: Viewer, planning: Service, list_system: ListSystem) -> None:
    system = list_system("Case records", planning)
    change_system(by=ada, system=system, facts=replace(facts_of(system), services=()), at=world.at)
    assert facts_of(system).services == ()


def test_a_change_from_an_older_page_overwrites_nothing(world: World, ada: Viewer, list_system: ListSystem) -> None:
    system = list_system("Case records")
    seen = facts_of(system)
    hers, mine = replace(seen, owner="Head of care"), replace(seen, supplier="Records Ltd")
    for _ in range(2):
        change_system(by=ada, system=system, facts=hers, edition=edition_of(seen), at=world.at)
    with pytest.raises(ChangedMeanwhile) as refusal:
        change_system(by=ada, system=system, facts=mine, edition=edition_of(seen), at=world.at)
    assert refusal.value.theirs == facts_of(System.objects.get()) == hers
    change_system(by=ada, system=system, facts=mine, edition=edition_of(hers), at=world.at)
    assert facts_of(System.objects.get()) == mine


def test_saving_a_system_as_it_is_leaves_no_trace(
    world: World, ada: Viewer, planning: Service, list_system: ListSystem, acts: Acts
) -> None:
    system = list_system("Case records", planning)
    change_system(by=ada, system=system, facts=facts_of(system), at=world.at)
    assert acts()[-1] == "system-added"


def test_a_name_may_change_its_case_but_not_to_anothers(world: World, ada: Viewer, list_system: ListSystem) -> None:
    system, _other = list_system("Case records"), list_system("Payroll")
    assert change_system(by=ada, system=system, facts=SystemFacts("CASE records", "mission"), at=world.at)
    with pytest.raises(Denied, match="Another system has this name already"):
        change_system(by=ada, system=system, facts=SystemFacts("payroll", "mission"), at=world.at)


def test_a_removed_system_leaves_the_list_and_stays_on_record(
    world: World, ada: Viewer, council: Body, planning: Service, list_system: ListSystem, acts: Acts
) -> None:
    system = list_system("Case records", planning)
    assert remove_system(by=ada, system=system, at=world.at)
    assert not remove_system(by=ada, system=system, at=world.at)
    assert not systems_of(council).exists()
    assert SystemService.objects.filter(system=system).exists()
    assert acts()[-2:] == ["system-added", "system-removed"]
    with pytest.raises(Denied, match="We can't find that system"):
        change_system(by=ada, system=system, facts=CASES, at=world.at)
    assert list_system("Case records").pk != system.pk


def test_a_removed_service_stands_on_nothing_any_more(
    world: World, ada: Viewer, council: Body, planning: Service, list_system: ListSystem
) -> None:
    system = list_system("Case records", planning)
    remove_service(by=ada, service=planning, at=world.at)
    assert facts_of(system).services == ()
    assert [list(found.services.all()) for found in systems_of(council)] == [[]]


def test_a_table_of_systems_is_one_act_that_changes_nothing_there(
    world: World, ada: Viewer, council: Body, planning: Service, list_system: ListSystem, acts: Acts
) -> None:
    old = list_system("Payroll", kind="corporate")
    sent = [replace(CASES, services=(planning.pk,)), SystemFacts("PAYROLL", "outside"), SystemFacts("GIS", "everyday")]
    with seeing_as(str(ada.person.pk)):
        done = add_systems(by=ada, council=council, systems=sent, at=world.at)
        again = add_systems(by=ada, council=council, systems=sent, at=world.at)
    assert (done, again) == (AddedSystems(2, 1), AddedSystems(0, 3))
    assert [(s.name, s.kind) for s in systems_of(council)] == [
        ("Case records", "mission"),
        ("GIS", "everyday"),
        (old.name, "corporate"),
    ]
    assert facts_of(System.objects.get(name="Case records")).services == (planning.pk,)
    assert acts()[-2:] == ["system-added", "systems-uploaded"]
    assert AuditEntry.objects.get(action="estate.systems-uploaded").after == {"systems": 2}
