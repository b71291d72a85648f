"""What do the pages of an improvement plan show, to whom, and what do they say when something is wrong?"""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.unit.assess.assessments.planning import a_finding, a_leader, a_plan, change, cost_all, digest_now, gaps, sign
from tests.unit.assess.assessments.rounds import answer
from tests.worlds import World, signed_in
from wardmote.assess.models import Assessment, LineState, Plan, PlanLine, State
from wardmote.assess.queries.desks import Desk
from wardmote.assess.queries.plan_needs import plan_needs
from wardmote.engines.frameworks import Status
from wardmote.kernel.roles import Role
from wardmote.register.models import Person

pytestmark = pytest.mark.django_db
SENT = {
    "action": "Write it down",
    "status_expected": "achieved",
    "cost_once": "£12,345",
    "cost_yearly": "",
    "effort_days": "2.5",
    "owner": "Dev",
    "due_on": "",
    "state": "to-do",
    "edition": "1",
}


def at(desk: Desk, page: str = "") -> str:
    """Return the address of a page of the plan."""
    return f"/councils/{desk.council.code}/assessments/{desk.assessment.pk}/plan/{page}"


def text_of(response: HttpResponseBase) -> str:
    """Return the page's text."""
    return bytes(getattr(response, "content", b"")).decode()


def lead(desk: Desk) -> Client:
    """Return the lead's browser."""
    return signed_in(desk.viewer.person)


def test_without_a_plan_the_page_says_what_one_is_and_starts_it(world: World) -> None:
    desk = gaps(world, world.council("elm"))
    client = lead(desk)
    page = text_of(client.get(at(desk)))
    assert "No improvement plan yet" in page
    started = client.post(at(desk, "start/"), follow=True)
    assert "3 lines were added. 35 outcomes aren" in text_of(started)
    again = client.post(at(desk, "start/"), follow=True)
    assert "No line was added" in text_of(again)


def test_sums_leave_unknown_costs_out_and_say_how_many(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    client = lead(desk)
    assert text_of(client.get(at(desk))).count("Not known yet") >= 3
    change(desk, plan.lines.all()[0], cost_once=12_345, cost_yearly=0)
    page = text_of(client.get(at(desk)))
    assert '£12,345 <span class="wm-muted">2 lines have no cost yet</span>' in page
    assert '£0 <span class="wm-muted">2 lines have no cost yet</span>' in page


def test_the_page_counts_progress_and_what_is_overdue(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    first, second, third = plan.lines.all()
    change(desk, first, state=LineState.DONE)
    change(desk, second, state=LineState.STARTED, due_on=desk.at.date())
    change(desk, third, state=LineState.DROPPED)
    PlanLine.objects.filter(pk=second.pk).update(due_on=desk.at.date() - timedelta(days=2))
    page = text_of(lead(desk).get(at(desk)))
    assert "Improvement plan: 1 of 2 lines done" in page
    assert "1 line is overdue." in page
    assert "To do: 0 · Started: 1 · Done: 1 · Dropped: 1" in page


def test_filters_by_link_keep_the_rows_asked_for(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    change(desk, plan.lines.get(outcome="A1.a"), owner="Finance", state=LineState.STARTED)
    client = lead(desk)
    for query, shown, hidden in (
        ("?objective=B", "B2.a Identity", "A1.a Board"),
        ("?owner=Finance", "A1.a Board", "A1.b Roles"),
        ("?state=started", "A1.a Board", "B2.a Identity"),
    ):
        page = text_of(client.get(at(desk) + query))
        assert f">{shown}" in page
        assert f">{hidden}" not in page
    nothing = text_of(client.get(at(desk) + "?objective=B&owner=Finance"))
    assert "No line is like that." in nothing


def test_a_line_is_changed_with_pounds_as_people_type_them(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    line = plan.lines.all()[0]
    client = lead(desk)
    response = client.post(at(desk, f"lines/{line.pk}/"), SENT)
    assert (response.status_code, response.headers["Location"]) == (302, at(desk))
    line.refresh_from_db()
    assert (line.cost_once, line.cost_yearly, str(line.effort_days), line.owner) == (12_345, None, "2.5", "Dev")
    page = text_of(client.get(at(desk, f"lines/{line.pk}/")))
    assert 'value="12,345"' in page
    assert "Last changed by lead of elm" in page


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"action": ""}, "Say what will be done"),
        ({"cost_once": "12.50"}, "Enter whole pounds"),
        ({"cost_once": "-5"}, "Enter whole pounds"),
        ({"cost_once": "100000001"}, "at most £100,000,000"),
        ({"cost_once": "9" * 39}, "Enter whole pounds"),
        ({"effort_days": "NaN"}, "Enter days"),
        ({"effort_days": "1.25"}, "at most one digit"),
        ({"due_on": "31 June"}, "Enter a date"),
        ({"due_on": "1999-01-01"}, "today or later"),
        ({"status_expected": "partially-achieved"}, "Choose a level from the list"),
        ({"state": "lost"}, "Choose how far it is"),
        ({"edition": "zzz"}, "There is a problem"),
    ],
)
def test_a_form_that_isnt_right_is_shown_again_with_all_that_was_typed(
    world: World, wrong: dict[str, str], says: str
) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    line = plan.lines.get(outcome="A1.a")
    response = lead(desk).post(at(desk, f"lines/{line.pk}/"), {**SENT, **wrong})
    page = text_of(response)
    assert response.status_code in (403, 422)
    assert says in page
    assert "Dev" in page
    line.refresh_from_db()
    assert line.edition == 1


def test_a_colleagues_version_stands_beside_mine(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    line = plan.lines.all()[0]
    change(desk, line, owner="Colleague's team", cost_once=777)
    response = lead(desk).post(at(desk, f"lines/{line.pk}/"), SENT)
    page = text_of(response)
    assert response.status_code == 409
    assert "Compare both" in page
    assert "£777" in page
    assert 'value="£12,345"' in page
    assert 'name="edition" value="2"' in page


def test_a_line_is_added_by_way_of_its_outcome(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    client = lead(desk)
    page = text_of(client.get(at(desk, "add/")))
    assert 'value="1:B2.a"' in page
    assert 'value="0:A3.a"' not in page
    assert client.get(at(desk, "add/?place=")).status_code == 422
    assert client.get(at(desk, "add/?place=1:B2.a")).headers["Location"] == at(desk, "add/1/B2.a/")
    form = text_of(client.get(at(desk, "add/1/B2.a/")))
    assert 'value="partially-achieved" checked' in form
    sent = {**SENT, "edition": "0"}
    for _time in range(2):
        assert client.post(at(desk, "add/1/B2.a/"), sent).status_code == 302
    assert plan.lines.count() == 4
    wrong = client.post(at(desk, "add/1/B2.a/"), {**sent, "due_on": "2001-01-01"})
    assert wrong.status_code == 403
    assert "Write it down" in text_of(wrong)


def test_a_line_without_an_answer_behind_it_is_refused_on_the_form(world: World) -> None:
    desk, _plan = a_plan(world, world.council("elm"))
    response = lead(desk).post(at(desk, "add/0/A3.a/"), {**SENT, "edition": "0"})
    assert response.status_code == 403
    assert "Say first how A3.a stands" in text_of(response)


def test_a_line_is_removed_or_the_page_says_why_not(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    first, second, _third = plan.lines.all()
    change(desk, second, cost_once=1)
    client = lead(desk)
    gone = client.post(at(desk, f"lines/{first.pk}/remove/"), follow=True)
    assert "Removed from the plan" in text_of(gone)
    kept = client.post(at(desk, f"lines/{second.pk}/remove/"))
    assert (kept.status_code, "instead of removing it" in text_of(kept)) == (409, True)
    assert client.post(at(desk, f"lines/{first.pk}/remove/")).status_code == 404
    assert client.get(at(desk, f"lines/{second.pk}/remove/")).status_code == 405


def test_the_assurers_words_stand_on_the_line(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    a_finding(world, desk, "A1.a", plan_status(plan), "Put it on the agenda.")
    page = text_of(lead(desk).get(at(desk, f"lines/{plan.lines.get(outcome='A1.a').pk}/")))
    assert "Put it on the agenda." in page


def plan_status(plan: Plan) -> Status:
    """Return where the plan's first outcome stands."""
    return Status(plan.lines.all()[0].status_now)


def test_the_leader_signs_and_the_plan_says_so_until_it_changes(world: World) -> None:
    council = world.council("elm")
    desk, plan = a_plan(world, council)
    cost_all(desk, plan)
    client = signed_in(a_leader(world, council))
    page = text_of(client.get(at(desk, "sign/")))
    assert "Sign the costs of 3 lines" in page
    assert digest_now(plan) in page
    unconfirmed = client.post(at(desk, "sign/"), {"digest": digest_now(plan)})
    assert (unconfirmed.status_code, "Confirm that you are" in text_of(unconfirmed)) == (422, True)
    done = client.post(at(desk, "sign/"), {"digest": digest_now(plan), "is_confirmed": "on"}, follow=True)
    assert "Signed by Sam Purse on" in text_of(done)
    assert "£3,000 one-off and £300 a year." in text_of(done)
    change(desk, plan.lines.all()[0], cost_once=2500)
    later = text_of(client.get(at(desk)))
    assert "Changed since it was signed." in later
    assert "one-off £1,000, now £2,500" in later
    stale = client.post(at(desk, "sign/"), {"digest": "0" * 64, "is_confirmed": "on"})
    assert (stale.status_code, "changed while you read it" in text_of(stale)) == (409, True)
    for odd in ("", "zz", "É" * 64):
        assert client.post(at(desk, "sign/"), {"digest": odd, "is_confirmed": "on"}).status_code in (409, 422)


def test_unknown_costs_are_said_before_somebody_signs(world: World) -> None:
    council = world.council("elm")
    desk, plan = a_plan(world, council)
    page = text_of(signed_in(a_leader(world, council)).get(at(desk, "sign/")))
    assert "Some costs aren" in page
    sign(world, council, desk.assessment, plan)
    change(desk, plan.lines.all()[0], cost_once=5)
    assert "one-off not known, now £5" in plain(text_of(lead(desk).get(at(desk))))


def plain(page: str) -> str:
    """Return the page without the marks of muted words."""
    return page.replace('<span class="wm-muted">', "").replace("</span>", "")


def test_the_rows_leave_as_csv_without_anything_a_spreadsheet_would_run(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    line = plan.lines.get(outcome="A1.a")
    change(desk, line, action="=HYPERLINK(1)", owner="@finance", cost_once=5000)
    change(desk, plan.lines.get(outcome="A1.b"), action="  +1", owner="-x")
    response = lead(desk).get(at(desk, "rows.csv"))
    rows = list(csv.DictReader(io.StringIO(text_of(response))))
    assert [row["outcome"] for row in rows] == ["A1.a", "A1.b", "B2.a"]
    assert (rows[0]["action"], rows[0]["owner"]) == ("'=HYPERLINK(1)", "'@finance")
    assert (rows[1]["action"], rows[1]["owner"]) == ("'+1", "'-x")
    assert (rows[0]["cost_once_pounds"], rows[0]["cost_yearly_pounds"]) == ("5000", "")
    assert rows[2]["part"] == "System 1"
    assert "attachment" in response.headers["Content-Disposition"]


def test_the_workbook_holds_the_filtered_rows_with_numbers_and_no_formula(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    change(desk, plan.lines.get(outcome="A1.a"), action="=1+1", cost_once=5000, owner="IT\x0b")
    response = lead(desk).get(at(desk, "rows.xlsx?objective=A"))
    sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 3
    assert rows[1][4] == "'=1+1"
    assert (rows[1][7], rows[1][8]) == (5000, None)
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert lead(desk).get(at(desk, "rows.exe")).status_code == 404


WHO = {
    "signed-out": (302, 302, 302),
    Role.LEAD: (200, 302, 403),
    Role.CONTRIBUTOR: (200, 302, 403),
    Role.LEADER: (200, 403, 200),
    Role.VIEWER: (200, 403, 403),
    Role.COUNCILLOR: (403, 403, 403),
    Role.ASSURER: (404, 404, 404),
    "stranger": (404, 404, 404),
}
READS = ("", "business-case/", "rows.csv", "rows.xlsx")


@pytest.mark.parametrize("who", WHO, ids=str)
def test_each_role_gets_what_is_its_own(world: World, who: str) -> None:
    council = world.council("elm")
    desk, plan = a_plan(world, council)
    a_finding(world, desk, "A1.a", plan_status(plan))
    line = plan.lines.all()[0]
    client = signed_in(person_of(world, desk, who))
    reads, writes, signs = WHO[who]
    for page in (*READS, f"lines/{line.pk}/"):
        assert client.get(at(desk, page)).status_code == reads, page
    for page in ("start/", f"lines/{line.pk}/", "add/0/A1.a/", f"lines/{plan.lines.all()[2].pk}/remove/"):
        assert client.post(at(desk, page), SENT).status_code == writes, page
    assert client.get(at(desk, "sign/")).status_code == signs
    line.refresh_from_db()
    assert (line.owner == "Dev") == (writes == 302 and who != "signed-out")


def person_of(world: World, desk: Desk, who: str) -> Person | None:
    """Return somebody of this kind: the assurer is the one who was asked."""
    if who == "signed-out":
        return None
    if who == "stranger":
        return world.someone(world.council("ash"), Role.LEAD)
    if who is Role.ASSURER:
        return desk.assessment.reviews.get().assurer
    return desk.viewer.person if who is Role.LEAD else world.someone(desk.council, Role(who), f"P {who}")


def test_a_reader_sees_the_line_without_a_form(world: World) -> None:
    council = world.council("elm")
    desk, plan = a_plan(world, council)
    client = signed_in(world.someone(council, Role.VIEWER))
    page = text_of(client.get(at(desk, f"lines/{plan.lines.all()[0].pk}/")))
    assert "You can read the plan." in page
    assert "<textarea" not in page


def test_the_home_page_hears_of_lines_that_are_overdue_or_due_within_14_days(world: World) -> None:
    council = world.council("elm")
    desk, plan = a_plan(world, council)
    first, second, third = plan.lines.all()
    today = desk.at.date()
    change(desk, first, due_on=today + timedelta(days=14))
    change(desk, second, due_on=today + timedelta(days=15))
    change(desk, third, due_on=today)
    PlanLine.objects.filter(pk=third.pk).update(due_on=today - timedelta(days=3))
    (need,) = plan_needs(desk.viewer, desk.at)
    assert [line.pk for line in need.lines] == [third.pk, first.pk]
    assert (need.code, need.assessment, need.overdue) == ("elm", desk.assessment.pk, 1)
    assert need.first_due == today - timedelta(days=3)
    change(desk, first, state=LineState.DONE)
    change(desk, third, state=LineState.DROPPED)
    assert plan_needs(desk.viewer, desk.at) == ()


def test_nobody_else_hears_of_a_councils_plan(world: World) -> None:
    council = world.council("elm")
    desk, plan = a_plan(world, council)
    change(desk, plan.lines.all()[0], due_on=desk.at.date())
    a_finding(world, desk, "A1.a", plan_status(plan))
    others = [world.someone(council, Role.COUNCILLOR), desk.assessment.reviews.get().assurer, world.person("No One")]
    others.append(world.someone(world.council("ash"), Role.LEAD))
    assert [plan_needs(world.viewer(person), desk.at) for person in others] == [(), (), (), ()]
    Assessment.objects.filter(pk=desk.assessment.pk).update(state=State.WITHDRAWN)
    assert plan_needs(desk.viewer, desk.at) == ()


@pytest.mark.parametrize("page", ["", "business-case/", "rows.csv"])
def test_a_page_asks_the_database_as_often_with_many_lines_as_with_few(world: World, page: str) -> None:
    desk, _plan = a_plan(world, world.council("elm"))
    client = lead(desk)
    client.get(at(desk, page))
    with CaptureQueriesContext(connection) as few:
        client.get(at(desk, page))
    for outcome in ("A1.c", "A2.a", "A3.a", "A4.a", "D1.a", "D1.b"):
        answer(desk, outcome, Status.NOT_ACHIEVED)
    client.post(at(desk, "start/"))
    client.get(at(desk, page))
    with CaptureQueriesContext(connection) as many:
        client.get(at(desk, page))
    assert len(many) == len(few)
    assert len(many) <= 16
