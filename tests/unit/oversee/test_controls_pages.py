"""How far have outside controls come across councils, who may read it, and does any figure point at a council?"""

from datetime import date, timedelta

import pytest

from tests.worlds import World, signed_in
from wardmote.kernel.roles import Role
from wardmote.oversee.lines import line_of
from wardmote.oversee.queries.mending import mending_on
from wardmote.oversee.queries.uptake import control_over_time, controls_on
from wardmote.watch.models import TimeToMend, Uptake

pytestmark = pytest.mark.django_db
CHECK = "mx_present"


def count(day: date, *, demonstration: bool = False, **councils: int) -> None:
    """Store how many councils stand how on one control in a night."""
    for verdict, number in councils.items():
        Uptake.objects.create(day=day, is_demonstration=demonstration, check_id=CHECK, verdict=verdict, councils=number)


def test_a_control_says_how_many_have_it_and_how_that_moved(world: World) -> None:
    today = world.at.date()
    count(today - timedelta(days=100), good=10, bad=30)
    count(today - timedelta(days=1), good=25, bad=15)

    (control,) = controls_on(today, demonstration=False)

    assert (control.now.good, control.now.total, control.moved) == (25, 40, 15)
    assert control.now.day == today - timedelta(days=1)


def test_figures_that_could_point_at_fewer_than_five_are_withheld(world: World) -> None:
    count(world.at.date(), good=30, bad=2, weak=9)

    (control,) = controls_on(world.at.date(), demonstration=False)

    assert control.now.counts == {"good": 30, "weak": None, "bad": None, "unknown": 0}


def test_the_demonstration_is_counted_apart(world: World) -> None:
    count(world.at.date(), demonstration=True, good=20)

    assert controls_on(world.at.date(), demonstration=False) == ()
    assert len(controls_on(world.at.date(), demonstration=True)) == 1


def test_a_night_later_than_the_day_asked_for_is_not_known_yet(world: World) -> None:
    today = world.at.date()
    count(today - timedelta(days=9), good=8)
    count(today, good=19)

    assert controls_on(today - timedelta(days=3), demonstration=False)[0].now.good == 8
    assert [one.good for one in control_over_time(CHECK, today, demonstration=False)] == [8, 19]


def test_the_programme_reads_pages_and_file(world: World) -> None:
    count(world.at.date() - timedelta(days=30), good=10, bad=20)
    count(world.at.date(), good=20, bad=10)
    reader = signed_in(world.someone(world.programme(), Role.PROGRAMME_TEAM))

    page = reader.get("/map/controls/").content.decode()
    assert "in order at 7 in 10 of the councils" in page
    single = reader.get(f"/map/controls/{CHECK}/").content.decode()
    assert "at 33% of the councils" in single
    assert "67%" in single
    rows = reader.get("/map/controls.csv").content.decode().splitlines()
    assert rows[0] == "check,title,area,councils,good,weak,bad,unknown,as_at"
    assert rows[1].split(",")[3:7] == ["30", "20", "0", "10"]
    assert reader.get("/map/controls/no-such-check/").status_code == 404


@pytest.mark.parametrize("role", [Role.LEAD, Role.LEADER, Role.COUNCILLOR])
def test_a_councils_people_are_told_whom_the_figures_are_for(world: World, role: Role) -> None:
    someone = signed_in(world.someone(world.council("elm"), role))

    answer = someone.get("/map/controls/")

    assert answer.status_code == 403
    assert "for the national programme" in answer.content.decode()


def test_pages_before_the_first_night_say_so(world: World) -> None:
    reader = signed_in(world.someone(world.programme(), Role.PROGRAMME_FINANCE))

    assert "after the first night" in reader.get("/map/controls/").content.decode()
    assert "looked at yet" in reader.get(f"/map/controls/{CHECK}/").content.decode()


def test_a_line_runs_from_the_first_day_to_the_last() -> None:
    line = line_of([(date(2026, 1, 1), 0.0), (date(2026, 1, 11), 100.0)])

    assert line.points == "0,160 600,0"
    assert (line.first_share, line.last_share) == (0, 100)


def mended(day: date, severity: int, councils: int, days: float, *, demonstration: bool = False) -> None:
    """Store how long mending took."""
    TimeToMend.objects.create(day=day, severity=severity, councils=councils, days=days, is_demonstration=demonstration)


def test_days_from_finding_to_fix_are_shown_the_gravest_first_and_never_of_fewer_than_five(world: World) -> None:
    today = world.at.date()
    mended(today, 1, 9, 30.4)
    mended(today, 3, 5, 6.6)
    mended(today, 4, 4, 1.5)

    found = mending_on(today, demonstration=False)

    assert [(one.severity, one.councils, one.days) for one in found] == [(4, None, None), (3, 5, 7), (1, 9, 30)]


def test_days_from_finding_to_fix_are_those_of_the_newest_night_and_of_ones_own_world(world: World) -> None:
    today = world.at.date()
    mended(today - timedelta(days=2), 3, 9, 20)
    mended(today - timedelta(days=1), 2, 9, 10)
    mended(today, 3, 9, 5, demonstration=True)

    assert [(one.severity, one.days) for one in mending_on(today, demonstration=False)] == [(2, 10)]
    assert [(one.severity, one.days) for one in mending_on(today, demonstration=True)] == [(3, 5)]
    assert mending_on(today - timedelta(days=3), demonstration=False) == ()


def test_the_programme_reads_how_long_mending_takes(world: World) -> None:
    count(world.at.date(), good=20, bad=10)
    reader = signed_in(world.someone(world.programme(), Role.PROGRAMME_TEAM))
    assert "From finding to fix" not in reader.get("/map/controls/").content.decode()

    mended(world.at.date(), 3, 8, 12.2)
    mended(world.at.date(), 4, 2, 77)
    page = reader.get("/map/controls/").content.decode()

    assert "From finding to fix" in page
    assert '<td data-label="Days">12</td>' in page
    assert '<td data-label="Days">withheld</td>' in page
    assert "77" not in page.partition("From finding to fix")[2].partition("</table>")[0]
