"""Do the pages of an assessment show what was said, and save what is sent?"""

import pytest

from tests.unit.assess.assessments.rounds import an_assessment, answer, desk_of
from tests.worlds import World, signed_in
from wardmote.engines.frameworks import Status
from wardmote.kernel.roles import Role

pytestmark = pytest.mark.django_db


def address(assessment, *more: object) -> str:  # type: ignore[no-untyped-def]
    return "/".join(["", "councils", assessment.council.code, "assessments", str(assessment.pk), *map(str, more), ""])


def test_the_outcomes_page_saves_and_goes_on_to_the_next(world: World) -> None:
    council = world.council("elm")
    assessment = an_assessment(world, council)
    browser = signed_in(world.lead_of(council))
    page = browser.get(address(assessment, 0, "A1.a"))
    assert page.status_code == 200
    sent = {"status": "achieved", "confidence": "3", "justification": "Cabinet, 3 March.", "is_confirmed": "on"}
    saved = browser.post(address(assessment, 0, "A1.a"), sent | {"edition": "0"})
    assert saved.status_code == 302
    assert saved["Location"].endswith("/0/A1.b/?saved=A1.a")
    assert assessment.answers.get().status == "achieved"


def test_a_colleagues_answer_and_ones_own_are_both_shown(world: World) -> None:
    council = world.council("elm")
    assessment = an_assessment(world, council)
    answer(desk_of(world, world.someone(council, Role.CONTRIBUTOR, "Bea Contributor"), assessment), "A1.a")
    browser = signed_in(world.lead_of(council))
    mine = {"status": "not-achieved", "confidence": "1", "justification": "Nobody minutes it.", "edition": "0"}
    page = browser.post(address(assessment, 0, "A1.a"), mine)
    assert page.status_code == 409
    text = page.content.decode()
    assert "Bea Contributor" in text
    assert "Minutes of March show A1.a." in text
    assert "Nobody minutes it." in text
    assert assessment.answers.get().status == Status.ACHIEVED
    again = browser.post(address(assessment, 0, "A1.a"), mine | {"edition": "1"})
    assert again.status_code == 302
    assert assessment.answers.get().status == Status.NOT_ACHIEVED


@pytest.mark.parametrize("page", ["", "0/assign", "history", "1/B4.d"])
def test_every_page_answers_its_lead(world: World, page: str) -> None:
    council = world.council("elm")
    assessment = an_assessment(world, council)
    answer(desk_of(world, world.lead_of(council), assessment), "A1.a")
    where = address(assessment, page) if page else address(assessment)
    assert signed_in(world.lead_of(council)).get(where).status_code == 200


def test_the_list_and_the_start_page_open_an_assessment(world: World) -> None:
    council = world.council("elm")
    browser = signed_in(world.lead_of(council))
    assert browser.get("/councils/elm/assessments/").status_code == 200
    assert browser.get("/councils/elm/assessments/start/").status_code == 200
    sent = browser.post("/councils/elm/assessments/start/", {"edition": "caf|3.2|baseline", "title": "2026-27"})
    assert sent.status_code == 302
    assert council.assessments.get().profile == "baseline"
