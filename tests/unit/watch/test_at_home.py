"""What do the checks say to a person who comes home, and how long does mending take?"""

from datetime import timedelta

import pytest

from tests.unit.watch.watched import a_domain, a_finding
from tests.worlds import World
from wardmote.estate.models import Domain
from wardmote.kernel.roles import Role
from wardmote.register.models import Body
from wardmote.watch.models import Change, Explanation, Finding
from wardmote.watch.public import (
    ChangedAtHome,
    WrongAtHome,
    changed_at_home,
    time_to_fix,
    wrong_at_home,
)

DAY = timedelta(days=1)


@pytest.fixture
def council(world: World) -> Body:
    """A council."""
    return world.council("AAA", short_name="Aldermere")


@pytest.fixture
def domain(world: World, council: Body) -> Domain:
    """Its domain."""
    return a_domain(council, at=world.at)


def test_what_is_wrong_is_counted_without_what_was_explained_mended_or_removed(
    world: World, council: Body, domain: Domain
) -> None:
    gone = a_domain(council, "gone.gov.uk", at=world.at, removed_at=world.at)
    for each, check_id, verdict in (
        (domain, "one", "bad"),
        (domain, "two", "bad"),
        (domain, "three", "weak"),
        (domain, "four", "good"),
        (gone, "one", "bad"),
    ):
        a_finding(each, check_id, verdict, at=world.at)
    Explanation.objects.create(
        council=council,
        domain=domain,
        check_id="two",
        reason="In May.",
        until=world.at.date() + DAY,
        explained_at=world.at,
    )
    viewer = world.viewer(world.someone(council, Role.VIEWER))
    found = wrong_at_home(viewer, world.at.date())
    assert found == (WrongAtHome("AAA", "Aldermere", 1, 1),)
    assert found[0].link == "/councils/AAA/checks/"
    assert wrong_at_home(viewer, world.at.date() + 2 * DAY) == (WrongAtHome("AAA", "Aldermere", 2, 1),)


@pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.ASSURER])
def test_whoever_reads_no_answers_hears_nothing(world: World, council: Body, domain: Domain, role: Role) -> None:
    a_finding(domain, "one", "bad", at=world.at)
    viewer = world.viewer(world.someone(council, role))
    assert wrong_at_home(viewer, world.at.date()) == ()
    assert changed_at_home(viewer, world.at - DAY, world.at.date()) == ()


def test_another_councils_people_hear_nothing(world: World, domain: Domain) -> None:
    a_finding(domain, "one", "bad", at=world.at)
    stranger = world.viewer(world.lead_of(world.council("BBB")))
    assert wrong_at_home(stranger, world.at.date()) == ()


def test_what_changed_since_the_last_visit_is_added_up(world: World, council: Body, domain: Domain) -> None:
    for days, check_id, before, after in (
        (1, "one", "good", "bad"),
        (2, "two", "bad", "good"),
        (3, "three", "bad", "good"),
        (4, "three", "good", "bad"),
        (5, "four", "bad", "weak"),
        (-1, "five", "good", "bad"),
    ):
        Change.objects.create(
            council=council,
            domain=domain,
            check_id=check_id,
            before=before,
            after=after,
            says="It changed.",
            at=world.at + days * DAY,
        )
    viewer = world.viewer(world.lead_of(council))
    assert changed_at_home(viewer, world.at, world.at.date()) == (ChangedAtHome("AAA", "Aldermere", 1, 2),)


def test_mending_is_measured_from_the_first_day_of_trouble_to_the_day_it_was_good(
    world: World, council: Body, domain: Domain
) -> None:
    assert time_to_fix(council, world.at) is None
    for check_id, began, ended, ended_as in (
        ("one", 10, 8, "good"),
        ("two", 20, 10, "good"),
        ("three", 30, 27, "good"),
        ("four", 50, 1, "weak"),
        ("five", 500, 400, "good"),
    ):
        finding = a_finding(domain, check_id, "bad", at=world.at - began * DAY)
        Finding.objects.filter(pk=finding.pk).update(until=world.at - ended * DAY, ended_as=ended_as)
    found = time_to_fix(council, world.at)
    assert found is not None
    assert (found.days, found.fixed) == (3.0, 3)
