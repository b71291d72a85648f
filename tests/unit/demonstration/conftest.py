"""What do the demonstration's tests share: the told story, and a visitor with a link made by hand."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from tests.shared import folder_of, make_or_copy_rows
from tests.worlds import World
from wardmote.demonstration.public import load_demonstration
from wardmote.kernel.keys import new_secret
from wardmote.kernel.moments import now
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Person, SignInLink

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def told(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[datetime]:
    """Load the region once for all tests of a module, each of which undoes only what it adds itself.

    One process of a run tells the story, once; the other modules get its rows.

    Returns the moment at which the region's year ends.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        with seeing_as_system():
            file = folder_of(tmp_path_factory) / f"told-{connection.vendor}"
            make_or_copy_rows(file, partial(load_demonstration, at=AT))
        yield AT
        transaction.set_rollback(True)


@pytest.fixture
def make_lead(world: World) -> Callable[[bool], Person]:
    """Make a cyber lead of a council of their own, in the fictional or the real world."""

    def make(is_demonstration: bool) -> Person:
        council = world.council("aldermere", short_name="Aldermere", demonstration=is_demonstration)
        person = world.person("Joan Trewhella", demonstration=is_demonstration)
        world.give(person, council, Role.LEAD)
        return person

    return make


@pytest.fixture
def visitor(make_lead: Callable[[bool], Person]) -> Person:
    """A fictional cyber lead, without the rest of the region."""
    return make_lead(True)


@pytest.fixture
def secret_for(db: None) -> Callable[..., str]:
    """Make a link for anybody at all, past the checks of `issue_links`; return its secret."""

    def make(person: Person, good_for: timedelta = timedelta(hours=1)) -> str:
        secret = new_secret()
        SignInLink.objects.create(person=person, digest=secret.digest, expires_at=now() + good_for)
        return secret.text

    return make


@pytest.fixture
def link_for(secret_for: Callable[..., str]) -> Callable[..., str]:
    """Make a link for anybody at all; return its address."""

    def make(person: Person, good_for: timedelta = timedelta(hours=1)) -> str:
        return f"/demonstration/{secret_for(person, good_for)}/"

    return make
