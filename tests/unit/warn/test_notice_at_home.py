"""Does the home page say which warnings wait, to those who can answer them first?"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.unit.warn.warned import a_notice, a_story
from tests.worlds import World, signed_in
from wardmote.kernel.moments import today
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, Person
from wardmote.warn.models import Priority
from wardmote.warn.public import WarningsAtHome, warnings_at_home


@pytest.fixture
def council(world: World) -> Body:
    return world.council("AAA")


def home_of(person: Person) -> str:
    return signed_in(person).get("/").content.decode()


def test_what_waits_is_a_need_and_a_panel(world: World, council: Body) -> None:
    lead = world.someone(council, Role.LEAD)
    a_notice(council, a_story("A", at=world.at), at=world.at, priority=Priority.NOW)
    a_notice(council, a_story("B", at=world.at), at=world.at)
    page = home_of(lead)
    assert "Answer 2 warnings that concern AAA" in page
    assert "One is to be acted on now." in page
    assert "2 wait for an answer; 1 is to be acted on now." in page
    assert 'href="/councils/AAA/warnings/"' in page


def test_readers_see_the_panel_and_nothing_to_do(world: World, council: Body) -> None:
    a_notice(council, at=world.at)
    page = home_of(world.someone(council, Role.VIEWER))
    assert "1 waits for an answer." in page
    assert "Answer a warning" not in page


def test_councillors_and_others_see_nothing_of_it(world: World, council: Body) -> None:
    a_notice(council, at=world.at)
    for person in (
        world.someone(council, Role.COUNCILLOR),
        world.someone(world.warp("w", council), Role.WARP_OPERATOR),
    ):
        assert "for an answer" not in home_of(person)


def test_what_is_answered_taken_back_or_labelled_strictly_does_not_wait(world: World, council: Body) -> None:
    viewer = world.viewer(world.someone(council, Role.LEAD))
    past = today() - timedelta(days=1)
    a_notice(council, a_story("A", at=world.at), at=world.at, answer="fixed", answered_at=world.at)
    a_notice(council, a_story("B", at=world.at), at=world.at, taken_back_at=world.at)
    a_notice(council, a_story("C", at=world.at, label="amber"), at=world.at)
    assert warnings_at_home(viewer, today()) == {}
    a_notice(council, a_story("D", at=world.at), at=world.at, answer="planned", until=past, answered_at=world.at)
    assert warnings_at_home(viewer, today()) == {council.pk: WarningsAtHome(1, 0)}


def test_it_takes_one_query_for_readers_and_none_for_others(world: World, council: Body) -> None:
    for person, queries in ((world.someone(council, Role.LEAD), 1), (world.someone(council, Role.COUNCILLOR), 0)):
        viewer = world.viewer(person)
        with CaptureQueriesContext(connection) as asked:
            warnings_at_home(viewer, today())
        assert len(asked) == queries
