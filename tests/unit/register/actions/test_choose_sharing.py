"""Does the council's lead, and nobody else, set who sees what?"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.worlds import World
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as
from wardmote.register.actions.choose_sharing import choose_sharing
from wardmote.register.models import Body, Person, SharingChoice
from wardmote.register.models.sharing import Audience, Level
from wardmote.register.queries.people import sharing_levels

Acts = Callable[[], list[str]]


@pytest.fixture
def council(world: World) -> Body:
    return world.council("elm")


@pytest.fixture
def lead(world: World, council: Body) -> Person:
    return world.someone(council, Role.LEAD)


def test_by_default_the_programme_sees_results_and_nobody_else_anything(council: Body) -> None:
    assert sharing_levels(council) == {
        Audience.PROGRAMME: Level.RESULTS,
        Audience.WARP: Level.NOTHING,
        Audience.REVIEWERS: Level.NOTHING,
    }


def test_a_choice_holds_from_then_on(world: World, council: Body, lead: Person, acts: Acts) -> None:
    acts()
    levels = {Audience.PROGRAMME: Level.NOTHING, Audience.WARP: Level.REASONS, Audience.REVIEWERS: Level.NOTHING}
    with seeing_as(str(lead.pk)):
        changed = choose_sharing(by=world.viewer(lead), council=council, levels=levels, at=world.at)
        assert sharing_levels(council) == levels
    assert changed == 2
    assert acts() == ["sharing.chosen", "sharing.chosen"]
    entry = AuditEntry.objects.get(subject="audience:warp")
    assert (entry.before, entry.after) == ({"level": "nothing"}, {"level": "reasons"})


def test_what_was_chosen_before_stays_on_record(world: World, council: Body, lead: Person) -> None:
    viewer, later = world.viewer(lead), world.at + timedelta(days=3)
    choose_sharing(by=viewer, council=council, levels={Audience.WARP: Level.RESULTS}, at=world.at)
    choose_sharing(by=viewer, council=council, levels={Audience.WARP: Level.NOTHING}, at=later)
    history = SharingChoice.objects.order_by("since").values_list("level", "since", "until", "chosen_by")
    assert list(history) == [("results", world.at, later, lead.pk), ("nothing", later, None, lead.pk)]


def test_choosing_what_already_holds_changes_nothing(world: World, council: Body, lead: Person, acts: Acts) -> None:
    acts()
    viewer = world.viewer(lead)
    assert choose_sharing(by=viewer, council=council, levels=sharing_levels(council), at=world.at) == 0
    assert not SharingChoice.objects.exists()
    assert acts() == []


def test_one_audience_chosen_leaves_the_others_as_they_are(world: World, council: Body, lead: Person) -> None:
    choose_sharing(by=world.viewer(lead), council=council, levels={Audience.WARP: Level.RESULTS}, at=world.at)
    assert sharing_levels(council)[Audience.PROGRAMME] == Level.RESULTS
    assert sharing_levels(world.council("moe"))[Audience.WARP] == Level.NOTHING


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.LEADER, Role.COUNCILLOR, Role.VIEWER, Role.ASSURER])
def test_a_colleague_who_isnt_lead_is_sent_to_the_lead(world: World, council: Body, role: Role, acts: Acts) -> None:
    colleague = world.someone(council, role)
    with pytest.raises(Denied, match="Only your council's cyber lead chooses what is shared"):
        choose_sharing(by=world.viewer(colleague), council=council, levels={Audience.WARP: Level.REASONS}, at=world.at)
    assert acts() == []


@pytest.mark.parametrize("role", [Role.PROGRAMME_TEAM, Role.PROGRAMME_FINANCE])
def test_the_programme_cant_choose_for_a_council(world: World, council: Body, role: Role) -> None:
    staff = world.someone(world.programme(), role)
    with pytest.raises(Denied) as refusal:
        choose_sharing(by=world.viewer(staff), council=council, levels={Audience.PROGRAMME: Level.REASONS}, at=world.at)
    assert refusal.value.status == 404


def test_a_lead_elsewhere_cant_choose(world: World, council: Body) -> None:
    stranger = world.someone(world.council("moe"), Role.LEAD)
    with pytest.raises(Denied) as refusal:
        choose_sharing(by=world.viewer(stranger), council=council, levels={Audience.WARP: Level.REASONS}, at=world.at)
    assert refusal.value.status == 404
