"""Does a query that was put into SQL once answer like the queryset it was made from, whoever asks?"""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from tests.worlds import World
from wardmote.kernel.prepared import ANY_DAY, ANYBODY, Prepared
from wardmote.kernel.roles import Role
from wardmote.register.models import BodyRecord, Membership
from wardmote.register.public import find_viewer


def memberships(kind: str, *, person: int, day: date) -> QuerySet[Membership, tuple[Any, ...]]:
    """The open memberships of a person in bodies of a kind, with converted and boolean columns."""
    return (
        Membership.objects.filter(person=person, lapses_on__gt=day, body__kind=kind, ended_at__isnull=True)
        .order_by("pk")
        .values_list("body__code", "started_at", "lapses_on", "body__is_demonstration")
    )


def test_it_answers_as_its_queryset_does(world: World) -> None:
    """Values, dates, moments and booleans come back in the same types and order."""
    person = world.person("Ann Asker")
    for code in ("AAA", "BBB"):
        world.give(person, world.council(code), Role.VIEWER)
    prepared = Prepared(memberships, person=ANYBODY, day=ANY_DAY)
    asked: dict[str, Any] = {"person": person.pk, "day": world.at.date()}
    assert prepared.rows("district", **asked) == list(memberships("district", **asked))
    assert [type(value) for value in prepared.rows("district", **asked)[0]] == [
        type(value) for value in memberships("district", **asked)[0]
    ]


def test_each_asker_gets_their_own_rows(world: World) -> None:
    """The plan is shared; the values never are."""
    ann, ben = world.person("Ann Asker"), world.person("Ben Benson")
    world.give(ann, world.council("AAA"), Role.VIEWER)
    world.give(ben, world.council("BBB"), Role.VIEWER)
    prepared = Prepared(memberships, person=ANYBODY, day=ANY_DAY)
    day = world.at.date()
    assert [row[0] for row in prepared.rows("district", person=ann.pk, day=day)] == ["AAA"]
    assert [row[0] for row in prepared.rows("district", person=ben.pk, day=day)] == ["BBB"]
    assert prepared.rows("county", person=ann.pk, day=day) == []
    assert prepared.rows("district", person=ann.pk, day=date(2100, 1, 1)) == []


def test_it_is_composed_once(world: World) -> None:
    """Asking again runs the query without building it."""
    built = []

    def build(*, person: int) -> QuerySet[Membership, tuple[Any, ...]]:
        built.append(person)
        return Membership.objects.filter(person=person).values_list("pk")

    prepared = Prepared(build, person=ANYBODY)
    with CaptureQueriesContext(connection) as queries:
        for person in (1, 2, 3):
            prepared.rows(person=person)
    assert built == [ANYBODY]
    assert len(queries) == 3


def test_values_that_are_missing_or_unknown_are_refused(world: World) -> None:
    """A forgotten value would ask with the stand-in, and see nothing or the wrong thing."""
    prepared = Prepared(memberships, person=ANYBODY, day=ANY_DAY)
    with pytest.raises(TypeError, match="person, day"):
        prepared.rows("district", person=1)
    with pytest.raises(TypeError, match="person, day"):
        prepared.rows("district", person=1, day=world.at.date(), other=2)


def test_a_stand_in_that_never_reaches_the_sql_is_a_fault(world: World) -> None:
    """Such a query would answer the same to everybody."""
    careless = Prepared(lambda *, person: BodyRecord.objects.values_list("pk"), person=ANYBODY)
    with pytest.raises(ValueError, match="stand-in"):
        careless.rows(person=1)


def test_a_person_who_holds_nothing_has_no_standing(world: World) -> None:
    """The query behind every page is a prepared one."""
    assert find_viewer(world.person("Nora Norole"), world.at.date()).standings == ()
