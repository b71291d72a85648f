"""Does each reader get a submitted result with exactly as much behind it as the council shares?"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from tests.worlds import World
from wardmote.assess.public import areas
from wardmote.assess.queries.results import reasons_visible_to, result_page, submissions_visible_to
from wardmote.kernel.roles import INSIDE_COUNCIL, Role
from wardmote.kernel.viewer import seeing_as
from wardmote.register.models import Body, Person
from wardmote.register.models.sharing import Audience, Level


@pytest.fixture
def council(world: World) -> Body:
    body = world.council("elm")
    world.submit(body, level=3, note="Because.")
    return body


def page_of(world: World, person: Person, council: Body) -> tuple[bool, bool]:
    """Return whether the person gets the result, and the reasons."""
    with seeing_as(str(person.pk)):
        page = result_page(person, council, world.at.date())
        return bool(page.latest), page.may_see_reasons


@pytest.mark.parametrize("role", sorted(INSIDE_COUNCIL))
def test_the_councils_own_people_see_result_and_reasons(world: World, council: Body, role: Role) -> None:
    assert page_of(world, world.someone(council, role, name=f"Another {role}"), council) == (True, True)


def test_answers_that_werent_submitted_are_nobodys_result(world: World) -> None:
    body = world.council("moe")
    world.answer_all(body)
    assert page_of(world, world.lead_of(body), body) == (False, False)


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("audience", list(Audience))
def test_others_see_as_much_as_the_council_chose(world: World, council: Body, audience: Audience, level: Level) -> None:
    world.share(council, audience, level)
    match audience:
        case Audience.PROGRAMME:
            person = world.someone(world.programme(), Role.PROGRAMME_FINANCE)
        case Audience.WARP:
            person = world.someone(world.warp("sewarp", council), Role.WARP_OPERATOR)
        case _:
            person = world.someone(council, Role.ASSURER)
    assert page_of(world, person, council) == (level != Level.NOTHING, level == Level.REASONS)


def test_a_stranger_sees_nothing(world: World, council: Body) -> None:
    for person in (world.person("Eve"), world.someone(world.council("moe"), Role.LEAD)):
        assert page_of(world, person, council) == (False, False)


def test_only_submitted_reasons_are_shown_and_never_later_answers(world: World, council: Body) -> None:
    world.share(council, Audience.PROGRAMME, Level.REASONS)
    person = world.someone(world.programme(), Role.PROGRAMME_TEAM)
    from wardmote.assess.models import Answer

    Answer.objects.update(note="Secret draft.")
    with seeing_as(str(person.pk)):
        assert {reason.note for reason in reasons_visible_to(person, world.at.date())} == {"Because."}


def test_the_page_holds_the_latest_and_the_ones_before_newest_first(world: World, council: Body) -> None:
    from wardmote.assess.public import answer_question, stocktake_progress, submit_stocktake

    lead = world.lead_of(council)
    for level in (2, 1):
        world.at += timedelta(days=30)
        line = stocktake_progress(council).line("lead-owner")
        assert line is not None
        viewer = world.viewer(lead)
        answer_question(
            by=viewer, council=council, question="lead-owner", level=level, note="", edition=line.edition, at=world.at
        )
        submit_stocktake(by=viewer, council=council, area="leadership", at=world.at)
    page = result_page(lead, council, world.at.date())
    times = [s.submitted_at for s in (*page.latest, *page.earlier)]
    assert times == sorted(times, reverse=True)
    assert len(page.earlier) == 2
    assert {reason.submission_id for reason in page.reasons} == {page.latest[0].pk}


def test_visible_results_are_those_of_every_council_that_shares(world: World, council: Body) -> None:
    hidden, other = world.council("moe"), world.council("rei")
    for body in (hidden, other):
        world.submit(body)
    world.share(hidden, Audience.PROGRAMME, Level.NOTHING)
    person = world.someone(world.programme(), Role.PROGRAMME_TEAM)
    with seeing_as(str(person.pk)):
        found = submissions_visible_to(person, world.at.date()).values_list("council__code", flat=True)
        assert set(found) == {"elm", "rei"}


def test_the_page_holds_the_latest_of_each_area_in_the_areas_order(world: World, council: Body) -> None:
    for area in ("training", "governance"):
        world.submit(council, 1, area=area)
    world.at += timedelta(days=30)
    world.submit(council, 4, area="governance")
    page = result_page(world.lead_of(council), council, world.at.date())
    found = [(s.area, s.rating) for s in page.latest]
    assert found == [("leadership", "amber-green"), ("governance", "green"), ("training", "amber-red")]
    assert [(s.area, s.rating) for s in page.earlier] == [("governance", "amber-red")]


def test_one_areas_page_holds_nothing_of_the_others(world: World, council: Body) -> None:
    world.submit(council, 1, "Not yet.", area="training")
    page = result_page(world.lead_of(council), council, world.at.date()).of_area("training")
    assert [s.area for s in page.latest] == ["training"]
    assert {reason.note for reason in page.reasons} == {"Not yet."}
    assert page.of_area("leadership").latest == ()


def test_the_overall_rating_comes_with_the_last_area(world: World, council: Body) -> None:
    for number, area in enumerate(areas()[1:], 1):
        whole = result_page(world.lead_of(council), council, world.at.date()).whole
        assert (whole.rating, whole.areas, whole.total) == (None, number, len(areas()))
        world.submit(council, 3, area=area.id)
    whole = result_page(world.lead_of(council), council, world.at.date()).whole
    assert (whole.rating, whole.score, whole.areas) == ("amber-green", 75, len(areas()))


def test_a_result_page_is_two_queries_however_many_areas(
    world: World, council: Body, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    lead = world.lead_of(council)
    world.submit_everything(council)
    with django_assert_num_queries(2):
        assert len(result_page(lead, council, world.at.date()).latest) == 5
