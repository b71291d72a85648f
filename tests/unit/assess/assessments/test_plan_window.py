"""Who plans assessment windows, and what fits?"""

from datetime import date, timedelta

import pytest

from tests.worlds import World, signed_in
from wardmote.assess.actions.plan_window import Dates, plan_window
from wardmote.assess.models import Window
from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import Role
from wardmote.register.models import Person

pytestmark = pytest.mark.django_db
SPRING = Dates("Spring 2027", "caf", "3.2", date(2027, 3, 1), date(2027, 3, 31))


@pytest.fixture
def planner(world: World) -> Person:
    return world.someone(world.programme(), Role.PROGRAMME_TEAM)


def test_the_programme_plans_a_window_and_changes_it(world: World, planner: Person) -> None:
    window = plan_window(by=world.viewer(planner), window=None, dates=SPRING, at=world.at)
    later = Dates("Spring 2027", "caf", "4.0", date(2027, 3, 1), date(2027, 4, 9))
    plan_window(by=world.viewer(planner), window=window, dates=later, at=world.at)
    assert (Window.objects.get().version, Window.objects.get().closes_on) == ("4.0", date(2027, 4, 9))


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        (Dates("x", "caf", "3.1", date(2027, 3, 1), date(2027, 3, 31)), "framework"),
        (Dates("x", "caf", "3.2", date(2027, 3, 31), date(2027, 3, 31)), "close after"),
        (Dates("x", "caf", "3.2", date(2027, 3, 1), date(2028, 3, 31)), "a year at most"),
        (Dates("x", "caf", "4.0", date(2027, 3, 31), date(2027, 4, 30)), "Spring 2027"),
    ],
)
def test_dates_that_dont_fit_are_refused_in_words(world: World, planner: Person, dates: Dates, sentence: str) -> None:
    plan_window(by=world.viewer(planner), window=None, dates=SPRING, at=world.at)
    with pytest.raises(Denied, match=sentence):
        plan_window(by=world.viewer(planner), window=None, dates=dates, at=world.at)
    assert Window.objects.count() == 1


def test_a_council_plans_no_window_but_sees_them(world: World, planner: Person) -> None:
    plan_window(by=world.viewer(planner), window=None, dates=SPRING, at=world.at)
    lead = world.someone(world.council("elm"), Role.LEAD)
    with pytest.raises(Denied, match="programme's team"):
        plan_window(by=world.viewer(lead), window=None, dates=SPRING, at=world.at)
    assert signed_in(lead).get("/windows/add/").status_code == 403
    assert b"Spring 2027" in signed_in(lead).get("/windows/").content


def test_the_page_says_what_is_wrong_and_keeps_what_was_typed(world: World, planner: Person) -> None:
    browser = signed_in(planner)
    sent = {"title": "Autumn", "edition": "caf|3.2", "opens_on": "soon", "closes_on": "2027-10-31"}
    page = browser.post("/windows/add/", sent)
    assert page.status_code == 422
    assert "year-month-day" in page.content.decode()
    assert 'value="soon"' in page.content.decode()
    assert browser.post("/windows/add/", sent | {"opens_on": "2027-10-01"}).status_code == 302
    number = Window.objects.get().pk
    assert browser.get(f"/windows/{number}/").status_code == 200
    assert browser.get(f"/windows/{number + 1}/").status_code == 404


def test_windows_of_the_demonstration_and_the_real_world_dont_mix(world: World, planner: Person) -> None:
    plan_window(by=world.viewer(planner), window=None, dates=SPRING, at=world.at)
    other = world.someone(world.programme("demo", demonstration=True), Role.PROGRAMME_TEAM)
    plan_window(by=world.viewer(other), window=None, dates=SPRING, at=world.at)
    assert b"Spring 2027" in signed_in(other).get("/windows/").content
    real = Window.objects.get(is_demonstration=False)
    assert signed_in(other).get(f"/windows/{real.pk}/").status_code == 404
    assert timedelta(days=30) == real.closes_on - real.opens_on
