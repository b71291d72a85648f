"""Do the stocktake's pages lead from one area to the next, and show others only what was submitted?"""

import html
import re

import pytest
from django.test import Client

from tests.worlds import World, signed_in
from wardmote.assess.models import Submission
from wardmote.assess.public import areas, first_area
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, Reading
from wardmote.register.models.sharing import Audience, Level

OVERVIEW = "/councils/elm/stocktake/"
AREA = f"{OVERVIEW}areas/leadership/"


@pytest.fixture
def council(world: World) -> Body:
    return world.council("elm")


@pytest.fixture
def lead(world: World, council: Body) -> Client:
    return signed_in(world.lead_of(council))


def main_of(client: Client, address: str) -> str:
    """Return the page's own content."""
    answer = client.get(address)
    assert answer.status_code == 200
    page = answer.content.decode()
    return html.unescape(page[page.index("<main") : page.index("</main>")])


def heading(page: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page)
    assert found
    return found[1]


def button(page: str) -> str:
    """Return the words of the one button that stands out."""
    found = re.findall(r'class="govuk-button"[^>]*>\s*([^<]*)<', page)
    assert len(found) == 1
    return str(found[0].strip())


def test_the_overview_names_every_area_and_says_where_to_start(lead: Client) -> None:
    page = main_of(lead, OVERVIEW)
    assert heading(page) == "Start the stocktake"
    assert button(page) == "Start now"
    assert all(f'href="{OVERVIEW}areas/{area.id}/"' in page for area in areas())
    assert f'href="{OVERVIEW}questions/{first_area().questions[0].id}/"' in page


def test_the_overview_counts_what_is_left_over_all_areas(world: World, council: Body, lead: Client) -> None:
    world.submit(council)
    page = main_of(lead, OVERVIEW)
    assert heading(page) == "40 of 50 questions left"
    assert button(page) == "Answer the next question"
    assert "10 of 50 questions answered, 1 of 5 areas submitted." in page
    assert f'href="{AREA}result/"' in page


def test_with_everything_answered_the_button_submits_the_next_area(world: World, council: Body, lead: Client) -> None:
    for area in areas():
        world.answer_all(council, area=area.id)
    world.submit(council)
    page = main_of(lead, OVERVIEW)
    assert heading(page) == "All 50 questions are answered"
    assert button(page) == "Check and submit: governance"
    assert page.count("Check and submit<span") == 4


def test_with_everything_submitted_the_overall_rating_is_there_for_all(
    world: World, council: Body, lead: Client
) -> None:
    world.submit_everything(council, 3)
    page = main_of(lead, OVERVIEW)
    assert heading(page) == "Your stocktake is submitted"
    assert "Amber-green: mostly sound" in page
    assert "75 of 100 points over all areas" in page
    programme = signed_in(world.someone(world.programme(), Role.PROGRAMME_TEAM))
    assert heading(main_of(programme, f"{OVERVIEW}result/")) == "Overall: amber-green"


def test_after_an_areas_last_answer_comes_the_areas_page_and_then_its_result(
    world: World, council: Body, lead: Client
) -> None:
    world.answer_all(council, 2)
    answer = lead.post(f"{OVERVIEW}questions/lead-owner/", {"level": "3", "note": "", "edition": "1"})
    assert answer.headers["Location"] == AREA
    page = main_of(lead, AREA)
    assert (heading(page), button(page)) == ("All 10 questions are answered", "Check and submit")
    assert "Leadership, reporting and ownership" in heading(main_of(lead, f"{AREA}submit/"))
    answer = lead.post(f"{AREA}submit/")
    assert answer.headers["Location"] == f"{AREA}result/"
    assert heading(main_of(lead, f"{AREA}result/")) == "Leadership, reporting and ownership: amber"
    assert Submission.objects.get().area == "leadership"


@pytest.mark.parametrize("page", ["", "submit/", "result/"])
def test_an_area_that_nobody_knows_has_no_pages(lead: Client, page: str) -> None:
    assert lead.get(f"{OVERVIEW}areas/no-such/{page}").status_code == 404


def test_an_area_that_isnt_submitted_has_no_result_for_anybody(world: World, council: Body, lead: Client) -> None:
    world.submit(council)
    world.answer_all(council, area="training")
    programme = signed_in(world.someone(world.programme(), Role.PROGRAMME_TEAM))
    for client in (lead, programme):
        page = main_of(client, f"{OVERVIEW}areas/training/result/")
        assert heading(page) == "Training and awareness raising: nothing has been submitted yet"
    page = main_of(programme, f"{OVERVIEW}result/")
    assert heading(page) == "1 of 5 areas submitted"
    assert "areas/training/result/" not in page


@pytest.mark.parametrize(
    ("level", "what"), [(Level.RESULTS, "stocktake result"), (Level.REASONS, "stocktake result and reasons")]
)
def test_a_look_at_one_area_from_outside_is_logged_with_what_it_showed(
    world: World, council: Body, level: Level, what: str
) -> None:
    world.submit(council, note="Because of the flood.")
    world.share(council, Audience.PROGRAMME, level)
    programme = signed_in(world.someone(world.programme(), Role.PROGRAMME_TEAM))
    page = main_of(programme, f"{AREA}result/")
    assert ("Because of the flood." in page) == (level is Level.REASONS)
    main_of(programme, f"{OVERVIEW}result/")
    assert list(Reading.objects.order_by("pk").values_list("what", flat=True)) == [what, "stocktake result"]


def test_no_reason_of_another_area_is_on_an_areas_page(world: World, council: Body, lead: Client) -> None:
    world.submit(council, note="Leaders' note.")
    world.submit(council, note="Trainers' note.", area="training")
    page = main_of(lead, f"{OVERVIEW}areas/training/result/")
    assert "Trainers' note." in page
    assert "Leaders' note." not in page


def test_a_councillor_reads_results_at_the_overviews_address_and_no_answers(world: World, council: Body) -> None:
    world.submit(council, 3)
    councillor = signed_in(world.someone(council, Role.COUNCILLOR))
    assert heading(main_of(councillor, OVERVIEW)) == "1 of 5 areas submitted"
    assert heading(main_of(councillor, f"{AREA}result/")).endswith("amber-green")
    assert councillor.get(AREA).status_code == 403


def test_a_dissolved_councils_lead_is_offered_nothing_to_press(world: World, council: Body, lead: Client) -> None:
    world.answer_all(council)
    council.end_date = world.at.date()
    council.save()
    for address in (OVERVIEW, AREA):
        assert 'class="govuk-button"' not in main_of(lead, address)
