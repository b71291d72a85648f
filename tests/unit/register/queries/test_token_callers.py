"""Is a token good for its person, its scopes and its time, and for nothing else?"""

from datetime import datetime, timedelta

import pytest

from tests.worlds import World
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import NOBODY, seeing_as
from wardmote.register.actions.issue_token import issue_token
from wardmote.register.actions.revoke_token import revoke_token
from wardmote.register.models import ApiToken, Person
from wardmote.register.queries.tokens import find_caller


@pytest.fixture
def ada(world: World) -> Person:
    return world.someone(world.council("elm"), Role.VIEWER, name="Ada")


@pytest.fixture
def text(world: World, ada: Person) -> str:
    _token, text = issue_token(by=world.viewer(ada), name="Copy", scopes=["members:read"], days=30, at=world.at)
    return text


def test_whoever_holds_the_token_acts_as_its_person_within_its_scopes(world: World, ada: Person, text: str) -> None:
    with seeing_as(NOBODY):
        caller = find_caller(text, world.at)
    assert caller is not None
    assert (caller.viewer.person, caller.token_name, caller.scopes) == (ada, "Copy", frozenset({"members:read"}))
    assert [(s.code, s.role) for s in caller.viewer.standings] == [("elm", Role.VIEWER)]


@pytest.mark.parametrize("made_up", ["", "wm_", "wm_x", "wm_" + "x" * 43, "wm_ü", "Bearer"])
def test_a_token_that_nobody_made_opens_nothing(world: World, text: str, made_up: str) -> None:
    assert find_caller(made_up, world.at) is None
    assert find_caller(text[:-1], world.at) is None
    assert find_caller(text.removeprefix("wm_"), world.at) is None


def test_a_token_ends_with_its_time(world: World, text: str) -> None:
    ends: datetime = world.at + timedelta(days=30)
    assert find_caller(text, ends - timedelta(seconds=1))
    assert find_caller(text, ends) is None


def test_a_revoked_token_opens_nothing(world: World, ada: Person, text: str) -> None:
    revoke_token(by=world.viewer(ada), token_id=ApiToken.objects.get().pk, at=world.at)
    assert find_caller(text, world.at) is None


def test_the_token_of_somebody_who_was_shut_out_opens_nothing(world: World, ada: Person, text: str) -> None:
    Person.objects.filter(pk=ada.pk).update(is_active=False)
    assert find_caller(text, world.at) is None


def test_a_token_gives_no_more_than_its_person_has_today(world: World, ada: Person, text: str) -> None:
    ada.memberships.update(ended_at=world.at)
    caller = find_caller(text, world.at)
    assert caller is not None
    assert caller.viewer.standings == ()


def test_the_last_day_of_use_is_kept_with_one_write_a_day(
    world: World, text: str, django_assert_num_queries: object
) -> None:
    find_caller(text, world.at)
    assert ApiToken.objects.get().last_used_on == world.at.date()
    with seeing_as(NOBODY), django_assert_num_queries(2):  # type: ignore[operator]
        find_caller(text, world.at)
    find_caller(text, world.at + timedelta(days=2))
    assert ApiToken.objects.get().last_used_on == (world.at + timedelta(days=2)).date()
