"""Which rows of outside checks and mail reports does the database itself give to whom, whatever the application asks?

Two councils have one of everything; each viewer is given exactly the rows that are named here, table by table.
"""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, models, transaction

from tests.unit.watch.whole import ROOMS, Watched, watched
from tests.worlds import World
from wardmote.estate.models import Domain
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import NOBODY, seeing_as
from wardmote.kernel.wall import walled_models
from wardmote.register.models import Person
from wardmote.register.models.sharing import Audience, Level
from wardmote.watch.models import Change, Finding, LinkKind, OpenLink, Standing, Visit

pytestmark = pytest.mark.postgres_only
WALLED = [model for model in walled_models() if model._meta.app_label in ROOMS or model is Domain]
# What others read of a council that shares its results: where it stands, and nothing of what was found.
RESULTS = (Standing,)
Rows = dict[str, set[int]]


@pytest.fixture(autouse=True)
def _own_uploads(tmp_path: Path, settings: Any) -> None:
    settings.UPLOADS = tmp_path / "uploads"


@pytest.fixture
def elm(world: World) -> Watched:
    """A council with one of everything."""
    return watched(world, world.council("elm"))


@pytest.fixture
def moe(world: World) -> Watched:
    """Its neighbour with the same."""
    return watched(world, world.council("moe"))


def there(asked: Iterable[type[models.Model]] = WALLED, **which: object) -> Rows:
    """Return the rows, by table; tables without one are left out."""
    found = {
        model.__name__: set(model._default_manager.filter(**which).values_list("pk", flat=True)) for model in asked
    }
    return {name: rows for name, rows in found.items() if rows}


def read_by(person: Person | None) -> Rows:
    """Return all that the database gives to this person."""
    with seeing_as(str(person.pk) if person else NOBODY):
        return there()


def test_these_tests_have_a_row_of_every_table_of_every_council(elm: Watched, moe: Watched) -> None:
    for found in (elm, moe):
        empty = {model.__name__ for model in WALLED} - set(there(council=found.council))
        assert not empty, f"Say in whole.py how a council comes by {empty}"


def test_nobody_reads_any_row(elm: Watched) -> None:
    assert read_by(None) == {}


@pytest.mark.parametrize("role", [Role.LEAD, Role.CONTRIBUTOR, Role.LEADER, Role.VIEWER])
def test_a_councils_own_people_read_every_row_of_it_and_none_of_another(
    world: World, elm: Watched, moe: Watched, role: Role
) -> None:
    assert read_by(world.someone(moe.council, role, "Mona")) == there(council=moe.council)
    assert read_by(world.someone(elm.council, role, "Ellen")) == there(council=elm.council)


def test_whoever_looks_after_the_platform_reads_no_row(world: World, elm: Watched) -> None:
    assert read_by(world.someone(world.platform(), Role.ADMINISTRATOR)) == {}


def test_the_programme_reads_where_a_council_stands_that_shares_its_results_and_no_finding(
    world: World, elm: Watched, moe: Watched
) -> None:
    world.share(elm.council, Audience.PROGRAMME, Level.NOTHING)
    team = world.someone(world.programme(), Role.PROGRAMME_TEAM)
    assert read_by(team) == there(RESULTS, council=moe.council)


def test_reasons_that_are_shared_are_no_findings(world: World, elm: Watched) -> None:
    world.share(elm.council, Audience.PROGRAMME, Level.REASONS)
    team = world.someone(world.programme(), Role.PROGRAMME_TEAM)
    assert read_by(team) == there(RESULTS, council=elm.council)


def test_a_warps_operator_reads_where_those_stand_that_share_with_it(world: World, elm: Watched, moe: Watched) -> None:
    operator = world.someone(world.warp("warp", elm.council, moe.council), Role.WARP_OPERATOR)
    world.share(elm.council, Audience.WARP, Level.NOTHING)
    world.share(moe.council, Audience.WARP, Level.RESULTS)
    assert read_by(operator) == there(RESULTS, council=moe.council)


def test_the_fictional_programme_reads_no_real_council(world: World, elm: Watched) -> None:
    assert read_by(world.someone(world.programme(demonstration=True), Role.PROGRAMME_TEAM)) == {}


# --- a row that lies about whose it is, or is written by whom it isn't for ---


@pytest.mark.parametrize("model", WALLED, ids=lambda model: model.__name__)
def test_nobody_changes_a_row_of_another_council_or_gives_one_away(
    elm: Watched, moe: Watched, model: type[models.Model]
) -> None:
    with seeing_as(str(moe.lead.pk)):
        assert model._default_manager.filter(council=elm.council).update(council=moe.council) == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            model._default_manager.filter(council=moe.council).update(council=elm.council)


def test_nobody_opens_another_councils_domain_to_people_outside(world: World, elm: Watched, moe: Watched) -> None:
    facts = {"domain": elm.domain, "kind": LinkKind.SUPPLIER, "digest": "x" * 64, "made_at": world.at}
    refused = pytest.raises(DatabaseError, match="row-level security")
    with seeing_as(str(moe.lead.pk)), refused, transaction.atomic():
        OpenLink.objects.create(council=elm.council, **facts)


def test_who_reads_where_a_council_stands_writes_nothing_about_it(world: World, elm: Watched) -> None:
    team = world.someone(world.programme(), Role.PROGRAMME_TEAM)
    with seeing_as(str(team.pk)):
        refused = pytest.raises(DatabaseError, match="row-level security")
        with refused, transaction.atomic():
            Standing.objects.update(letter="A")
        with refused, transaction.atomic():
            Standing.objects.create(
                council=elm.council, day=world.at.date() - timedelta(days=1), letter="A", points=100, domains=1
            )
        for model in (Finding, Change, Visit):
            assert model._default_manager.update(council=elm.council) == 0
