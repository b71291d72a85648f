"""Who opens a circle, says who is in it, leaves it and closes it, and what is kept of that?"""

import pytest

from tests.unit.warn.shared_town import SharedTown, indicator, raws
from tests.worlds import World
from wardmote.engines.advisories.facts import Label
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role
from wardmote.register.public import Viewer
from wardmote.warn.actions.add_objects import add_objects
from wardmote.warn.actions.add_to_circle import add_to_circle
from wardmote.warn.actions.close_circle import close_circle
from wardmote.warn.actions.leave_circle import leave_circle
from wardmote.warn.actions.open_circle import open_circle
from wardmote.warn.actions.open_collection import Wanted, open_collection
from wardmote.warn.models import CircleMember
from wardmote.warn.queries.shared import is_in_circle


@pytest.fixture
def town(world: World) -> SharedTown:
    """A WARP with a circle."""
    return SharedTown(world)


@pytest.fixture
def olga(town: SharedTown) -> Viewer:
    """The operator of the WARP."""
    return town.world.viewer(town.operator)


def done() -> list[str]:
    return list(
        AuditEntry.objects.filter(action__startswith="circle.").order_by("sequence").values_list("action", flat=True)
    )


def test_a_circles_life_is_told_in_the_log(town: SharedTown, olga: Viewer) -> None:
    add_to_circle(by=olga, circle=town.circle, body=town.elm, at=town.at)
    add_to_circle(by=olga, circle=town.circle, body=town.moe, at=town.at)
    leave_circle(by=olga, circle=town.circle, body=town.elm, at=town.at)
    close_circle(by=olga, circle=town.circle, at=town.at)
    words = ["opened", "joined", "joined", "left", "closed"]
    assert done() == [f"circle.{word}" for word in words]
    assert not CircleMember.objects.filter(until__isnull=True).exists()


def test_only_operators_open_circles_and_say_who_is_in(town: SharedTown) -> None:
    for person in (town.world.someone(town.elm, Role.LEAD), town.world.someone(town.warp, Role.WARP_MEMBER)):
        by = town.world.viewer(person)
        with pytest.raises(Denied, match="Only those who run"):
            open_circle(by=by, owner=town.warp, name="Mine", at=town.at)
        with pytest.raises(Denied, match="Only those who run"):
            add_to_circle(by=by, circle=town.circle, body=town.moe, at=town.at)
        with pytest.raises(Denied, match="Only those who run"):
            close_circle(by=by, circle=town.circle, at=town.at)
        with pytest.raises(Denied, match="Only those who run"):
            open_collection(by=by, owner=town.warp, wanted=Wanted("x", Label.GREEN), at=town.at)


def test_a_council_leaves_by_its_own_lead(town: SharedTown) -> None:
    lead = town.world.viewer(town.world.someone(town.elm, Role.LEAD, "Lea"))
    other = town.world.viewer(town.world.someone(town.moe, Role.LEAD, "Max"))
    with pytest.raises(Denied, match="cyber lead"):
        leave_circle(by=other, circle=town.circle, body=town.elm, at=town.at)
    leave_circle(by=lead, circle=town.circle, body=town.elm, at=town.at)
    assert not is_in_circle(town.circle, town.elm)
    with pytest.raises(Denied, match="can't find"):
        leave_circle(by=lead, circle=town.circle, body=town.elm, at=town.at)


def test_a_circle_takes_organisations_of_its_own_world_while_it_is_open(town: SharedTown, olga: Viewer) -> None:
    fictional, platform = town.world.council("pretend", demonstration=True), town.world.platform()
    with pytest.raises(Denied, match="Fictional"):
        add_to_circle(by=olga, circle=town.circle, body=fictional, at=town.at)
    with pytest.raises(Denied, match="none of them"):
        add_to_circle(by=olga, circle=town.circle, body=platform, at=town.at)
    close_circle(by=olga, circle=town.circle, at=town.at)
    with pytest.raises(Denied, match="closed"):
        add_to_circle(by=olga, circle=town.circle, body=town.moe, at=town.at)
    with pytest.raises(Denied, match="closed"):
        close_circle(by=olga, circle=town.circle, at=town.at)
    with pytest.raises(Denied, match="closed"):
        open_collection(by=olga, owner=town.warp, wanted=Wanted("x", Label.AMBER, town.circle), at=town.at)


def test_a_name_is_given_once_while_a_circle_is_open(town: SharedTown, olga: Viewer) -> None:
    for name, says in (("Social care", "already"), (" ", "a name"), ("x" * 121, "a name")):
        with pytest.raises(Denied, match=says):
            open_circle(by=olga, owner=town.warp, name=name, at=town.at)
    close_circle(by=olga, circle=town.circle, at=town.at)
    again = open_circle(by=olga, owner=town.warp, name="Social care", is_chatham_house=True, at=town.at)
    assert again.is_chatham_house


def test_a_collection_belongs_to_its_owners_own_circle(town: SharedTown, olga: Viewer) -> None:
    programme = town.world.programme()
    team = town.world.viewer(town.world.someone(programme, Role.PROGRAMME_TEAM))
    with pytest.raises(Denied, match="circle"):
        open_collection(by=team, owner=programme, wanted=Wanted("x", Label.AMBER, town.circle), at=town.at)
    with pytest.raises(Denied, match="TLP:RED"):
        open_collection(by=olga, owner=town.warp, wanted=Wanted("x", Label.RED, can_be_written=True), at=town.at)


def test_red_needs_names_and_nothing_else_takes_them(town: SharedTown, olga: Viewer) -> None:
    red, amber = town.collection(Label.RED, writable=False, title="R"), town.collection(title="A")
    with pytest.raises(Denied, match="named"):
        add_objects(by=olga, collection=red, raws=raws(indicator(1)), at=town.at)
    with pytest.raises(Denied, match="named"):
        add_objects(by=olga, collection=amber, raws=raws(indicator(1)), at=town.at, readers=[town.operator])
    fictional = town.world.person("Fay", demonstration=True)
    with pytest.raises(Denied, match="Fictional"):
        add_objects(by=olga, collection=red, raws=raws(indicator(1)), at=town.at, readers=[fictional])
