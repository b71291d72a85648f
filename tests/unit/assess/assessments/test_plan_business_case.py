"""What does the business case say, with costs and without, on the page and on paper?"""

import re
from datetime import date
from html import unescape

import pytest

from tests.unit.assess.assessments.planning import a_plan, change, cost_all, gaps, sign
from tests.unit.assess.assessments.rounds import answer, desk_of
from tests.worlds import World, signed_in
from wardmote.assess.models import Assessment, LineState, Paper, PaperKind, Part, ScopedService
from wardmote.assess.papers.business_case import html_of
from wardmote.assess.queries.desks import Desk
from wardmote.assess.queries.plan_case import business_case
from wardmote.engines.frameworks import Status
from wardmote.engines.plans import financial_year, year_words
from wardmote.estate.models import Service, System, SystemKind
from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import Role
from wardmote.register.models import Person

pytestmark = pytest.mark.django_db


def words_of(html: str) -> str:
    """Return a page's words without its marks."""
    text = re.sub(r"<style>.*?</style>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text))).replace(" .", ".").replace(" ,", ",")


def page_of(desk: Desk) -> str:
    """Return the words of the business case's page."""
    address = f"/councils/{desk.council.code}/assessments/{desk.assessment.pk}/plan/business-case/"
    return words_of(signed_in(desk.viewer.person).get(address).content.decode())


def next_april(desk: Desk) -> date:
    """Return the first day of the next financial year."""
    return date(financial_year(desk.at.date()) + 1, 4, 1)


def a_service(desk: Desk, name: str) -> None:
    """Put an essential service into the scope."""
    service = Service.objects.create(council=desk.council, name=name, added_at=desk.at)
    ScopedService.objects.create(assessment=desk.assessment, council=desk.council, service=service, name=name)


def a_paper(desk: Desk, person: Person | None) -> Paper:
    """Ask for the paper as the page does."""
    return Paper.objects.create(
        assessment=desk.assessment,
        council=desk.council,
        kind=PaperKind.BUSINESS_CASE,
        asked_by=person,
        asked_at=desk.at,
    )


def test_without_a_cost_the_paper_asks_for_no_money_and_says_what_is_missing(world: World) -> None:
    desk, _plan = a_plan(world, world.council("elm"))
    page = page_of(desk)
    assert "We ask for agreement to 3 improvements. None has a cost yet" in page
    assert "Missing: no line has a cost" in page
    assert "Missing: no essential service is named in the scope" in page
    assert "Missing: 35 outcomes aren't answered yet." in page
    assert "The section 151 officer hasn't signed these costs." in page
    assert "£" not in page


def test_with_costs_it_asks_for_the_sums_and_lays_them_out_over_three_years(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    cost_all(desk, plan, once=10_000, yearly=2_000, due_on=next_april(desk))
    for name in ("Adult social care", "Elections", "Waste"):
        a_service(desk, name)
    page, year = page_of(desk), next_april(desk).year
    first, last = year_words(year), year_words(year + 2)
    assert "We ask for £30,000 one-off and £6,000 a year for 3 improvements." in page
    assert f"Over the three financial years {first} to {last}, known and dated costs come to £48,000." in page
    assert "With them, 4 of 39 outcomes will meet the target instead of 1." in page
    assert f"{first} £30,000 £6,000 £36,000" in page
    assert f"{last} £0 £6,000 £6,000" in page
    assert "there is no inflation in these figures" in page
    assert "Adult social care, Elections and Waste" in page
    assert "critical systems: System 1." in page


def test_what_has_no_cost_or_no_date_is_said_beside_the_sums(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    first, second, _third = plan.lines.all()
    change(desk, first, cost_once=4_000, cost_yearly=100, due_on=next_april(desk))
    change(desk, second, cost_once=900)
    page = page_of(desk)
    assert "2 lines have no cost yet, or only one of the two, so these sums will rise." in page
    assert "2 lines have no due date, so they are in no year: one-off: £900 1 line has no cost yet" in page


def test_what_is_wrong_is_said_in_plain_words_without_a_figure_for_the_risk(world: World) -> None:
    desk, _plan = a_plan(world, world.council("elm"))
    page = page_of(desk)
    assert "A1.a Board Direction: not achieved, target achieved" in page
    assert desk.framework.outcomes["A1.a"].looks[Status.NOT_ACHIEVED] in page
    assert "3 of 39 outcomes are below the target." in page
    assert "It stands in for the profile for local government" in page
    assert "Protecting against cyber attack" in page
    assert "We give no figures for it." in page
    assert "After an attack, services could take longer" not in page


def test_an_outcome_below_in_two_systems_is_told_once(world: World) -> None:
    council = world.council("elm")
    desk = gaps(world, council)
    second = desk.assessment.parts.get(position=1)
    Part.objects.create(
        assessment=desk.assessment, council=council, system=second_system(desk), name="Housing", position=2
    )
    desk = desk_of(world, desk.viewer.person, Assessment.objects.get(pk=desk.assessment.pk))
    answer(desk, "B2.a", Status.NOT_ACHIEVED, position=2)
    signed_in(desk.viewer.person).post(f"/councils/elm/assessments/{desk.assessment.pk}/plan/start/")
    (found,) = [gap for gap in business_case(desk).wrong if gap.outcome.id == "B2.a"]
    assert found.systems == (second.name, "Housing")


def second_system(desk: Desk) -> System:
    """Make one more critical system."""
    return System.objects.create(council=desk.council, name="Housing", kind=SystemKind.MISSION, added_at=desk.at)


def test_a_dropped_line_asks_for_nothing_and_leaves_its_gap_open(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    cost_all(desk, plan, once=1_000, yearly=0)
    change(desk, plan.lines.get(outcome="A1.a"), state=LineState.DROPPED)
    page = page_of(desk)
    assert "We ask for £2,000 one-off and £0 a year for 2 improvements." in page
    assert "1 outcome stays below the target: A1.a." in page


def test_a_line_that_reaches_too_little_leaves_its_gap_open(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    change(desk, plan.lines.get(outcome="A1.a"), status_expected=Status.NOT_ACHIEVED)
    case = business_case(desk)
    assert [gap.stand.outcome.id for gap in case.left] == ["A1.a"]
    assert case.met_then == case.met_now + 2


def test_the_signature_stands_on_the_paper_until_it_lapses(world: World) -> None:
    council = world.council("elm")
    desk, plan = a_plan(world, council)
    cost_all(desk, plan)
    sign(world, council, desk.assessment, plan)
    page = page_of(desk)
    assert "Signed by Sam Purse on" in page
    assert "Signature Date" not in page
    change(desk, plan.lines.all()[0], cost_yearly=7)
    page = page_of(desk)
    assert "Changed since it was signed." in page
    assert "a year £100, now £7" in page


def test_without_a_plan_there_is_no_case(world: World) -> None:
    desk = gaps(world, world.council("elm"))
    with pytest.raises(Denied, match="can't find that improvement plan"):
        business_case(desk)


def test_a_plan_without_lines_asks_for_nothing(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    plan.lines.all().delete()
    assert "there is nothing to ask for" in page_of(desk)


def test_the_paper_says_the_same_and_needs_no_file_from_outside(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    cost_all(desk, plan, once=10_000)
    html = html_of(a_paper(desk, desk.viewer.person))
    assert "We ask for £30,000 one-off" in words_of(html)
    assert '<html lang="en">' in html
    assert not re.search(r"(src|href)=|url\(|@import", html)


def test_the_paper_is_only_for_who_may_read_the_plan(world: World) -> None:
    council = world.council("elm")
    desk, _plan = a_plan(world, council)
    for person in (None, world.someone(council, Role.COUNCILLOR), world.someone(world.council("ash"), Role.LEAD)):
        paper = a_paper(desk, person)
        with pytest.raises(Denied):
            html_of(paper)


def test_what_people_write_is_text_on_the_paper(world: World) -> None:
    desk, plan = a_plan(world, world.council("elm"))
    change(desk, plan.lines.all()[0], action="<script>alert(1)</script>", owner="<b>IT</b>")
    html = html_of(a_paper(desk, desk.viewer.person))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
