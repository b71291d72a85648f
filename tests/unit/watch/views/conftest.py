"""What do the tests of the room's pages share?"""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.unit.watch.watched import a_domain
from tests.worlds import World, signed_in
from wardmote.estate.models import Domain
from wardmote.kernel.roles import Role
from wardmote.register.models import Body

Words = Callable[[Any], str]


@pytest.fixture
def council(world: World) -> Body:
    return world.council("elm", name="Elmshire Council")


@pytest.fixture
def lead(world: World, council: Body) -> Client:
    """The browser of the council's lead."""
    return signed_in(world.someone(council, Role.LEAD, "Lena Lead"))


@pytest.fixture
def contributor(world: World, council: Body) -> Client:
    return signed_in(world.someone(council, Role.CONTRIBUTOR, "Carl Contributor"))


@pytest.fixture
def reader(world: World, council: Body) -> Client:
    return signed_in(world.someone(council, Role.VIEWER, "Vera Viewer"))


@pytest.fixture
def domain(world: World, council: Body) -> Domain:
    """The council's one verified domain."""
    return a_domain(council, "elm.gov.uk", at=world.at)


@pytest.fixture
def words() -> Words:
    """Return what tells a page's text without markup, in single spaces."""

    def found(answer: Any) -> str:
        text = re.sub(r"<[^>]+>", " ", answer.content.decode())
        return re.sub(r" ([.,:;])", r"\1", " ".join(html.unescape(text).split()))

    return found
