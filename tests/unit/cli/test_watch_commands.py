"""Can an operator begin a night, and see how far it is?"""

from tests.unit.cli.conftest import Command
from tests.unit.watch.nights import a_look
from tests.unit.watch.watched import a_domain
from tests.worlds import World
from wardmote.watch.actions.record_visits import record_visits
from wardmote.watch.models import Visit
from wardmote.watch.rounds import finish_if_over


def test_a_night_is_begun_once_and_shows_how_far_it_is(world: World, wardmote: Command) -> None:
    a_domain(world.council("AAA"), at=world.at)
    begun = wardmote("watch", "night", "--json").json
    assert begun["begun"]
    assert (begun["night"]["planned"], begun["night"]["waiting"], begun["night"]["finished_at"]) == (1, 1, None)
    assert "Begun earlier: 0 of 1 domains were looked at" in wardmote("watch", "night").out
    visit = Visit.objects.get()
    record_visits(looks=[a_look(visit, {"dmarc_policy": "bad"})], at=world.at)
    assert finish_if_over(visit.round_id or 0, world.at)
    assert wardmote("watch", "status", "--json").json["done"] == 1
    assert "1 of 1 domains were looked at" in wardmote("watch", "night", "--wait").out


def test_without_domains_there_is_nothing_to_begin(world: World, wardmote: Command) -> None:
    assert wardmote("watch", "night").out == "There is no verified domain to look at.\n"
    assert wardmote("watch", "night", "--json").json == {"begun": False, "night": None}
    assert wardmote("watch", "status").out == "No night of checks has begun yet.\n"
