"""What does a new assessment start from, and who may start one?"""

from datetime import date

import pytest

from tests.unit.assess.assessments.rounds import an_assessment, answer, confirm_all, desk_of
from tests.worlds import World, signed_in
from wardmote.assess.actions.open_assessment import Wish, open_assessment
from wardmote.assess.models import Assessment, Candidate, Evidence, EvidenceUse, ScopedService, State, Window
from wardmote.engines.frameworks import Status
from wardmote.estate.models import Service, System
from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import Role
from wardmote.register.models import Body

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(world: World) -> Body:
    return world.council("elm")


def finish(assessment: Assessment, world: World) -> None:
    assessment.state, assessment.approved_at, assessment.finished_at = State.CLOSED, world.at, world.at
    assessment.save()


def open_next(world: World, council: Body, version: str, *, carries: bool = True) -> Assessment:
    wish = Wish("caf", version, "", "Next year", carries_forward=carries)
    return open_assessment(by=world.viewer(world.lead_of(council)), council=council, wish=wish, at=world.at)


def test_only_a_lead_starts_one(world: World, council: Body) -> None:
    for role in (Role.CONTRIBUTOR, Role.LEADER, Role.VIEWER):
        viewer, wish = world.viewer(world.someone(council, role)), Wish("caf", "3.2", "", "x")
        with pytest.raises(Denied):
            open_assessment(by=viewer, council=council, wish=wish, at=world.at)
    assert not council.assessments.exists()


def test_a_council_has_one_unfinished_assessment_at_a_time(world: World, council: Body) -> None:
    an_assessment(world, council)
    with pytest.raises(Denied, match="unfinished") as refusal:
        open_next(world, council, "4.0")
    assert refusal.value.status == 409


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (Wish("caf", "9.9", "", "x"), "framework"),
        (Wish("caf", "4.0", "baseline", "x"), "profile"),
        (Wish("caf", "3.2", "", "  "), "name"),
    ],
)
def test_a_wish_that_doesnt_fit_is_refused_in_words(world: World, council: Body, wish: Wish, words: str) -> None:
    with pytest.raises(Denied, match=words):
        open_assessment(by=world.viewer(world.lead_of(council)), council=council, wish=wish, at=world.at)


def test_the_same_edition_carries_everything_forward_to_be_checked(world: World, council: Body) -> None:
    first = an_assessment(world, council, systems=2)
    confirm_all(desk_of(world, world.lead_of(council), first))
    finish(first, world)
    second = open_next(world, council, "3.2")
    assert second.previous == first
    assert [part.name for part in second.parts.all()] == [part.name for part in first.parts.all()]
    carried = second.answers.all()
    assert carried.count() == first.answers.count()
    assert {(a.is_to_check, a.is_confirmed) for a in carried} == {(True, False)}
    assert {a.justification for a in carried} == {a.justification for a in first.answers.all()}


def test_an_answer_is_checked_once_somebody_saves_it(world: World, council: Body) -> None:
    first = an_assessment(world, council)
    answer(desk_of(world, world.lead_of(council), first), "A1.a")
    finish(first, world)
    second = open_next(world, council, "3.2")
    saved = answer(desk_of(world, world.lead_of(council), second), "A1.a")
    assert (saved.is_to_check, saved.is_confirmed) == (False, True)


def test_nothing_comes_along_where_the_lead_starts_from_nothing(world: World, council: Body) -> None:
    first = an_assessment(world, council)
    answer(desk_of(world, world.lead_of(council), first), "A1.a")
    first.mission = "We serve."
    finish(first, world)
    second = open_next(world, council, "3.2", carries=False)
    assert (second.answers.exists(), second.mission, second.parts.count()) == (False, "", 1)


def test_what_starts_from_nothing_still_follows_the_last_one_and_its_page_claims_no_more(
    world: World, council: Body
) -> None:
    first = an_assessment(world, council)
    answer(desk_of(world, world.lead_of(council), first), "A1.a")
    finish(first, world)
    second = open_next(world, council, "3.2", carries=False)
    assert second.previous == first
    page = signed_in(world.lead_of(council)).get(f"/councils/elm/assessments/{second.pk}/changes/")
    assert "No answer from last time waits to be checked" in page.content.decode()
    assert "came along" not in page.content.decode()


def test_what_left_the_estate_stays_behind_with_its_answers_and_evidence(world: World, council: Body) -> None:
    first = an_assessment(world, council, systems=2)
    desk = desk_of(world, world.lead_of(council), first)
    service = Service.objects.create(council=council, name="Housing", added_at=world.at)
    ScopedService.objects.create(assessment=first, council=council, service=service, name="Housing")
    piece = Evidence.objects.create(council=council, kind="reference", title="Policy", reference="x", added_at=world.at)
    for part in first.parts.filter(position__gt=0):
        answer(desk, "B1.a", position=part.position)
        EvidenceUse.objects.create(
            evidence=piece, assessment=first, part=part, council=council, outcome="B1.a", used_at=world.at
        )
    for system in System.objects.all():
        Candidate.objects.create(assessment=first, council=council, system=system, name=system.name, is_chosen=True)
    System.objects.filter(name="System 1").update(removed_at=world.at)
    Service.objects.update(removed_at=world.at)
    finish(first, world)
    second = open_next(world, council, "3.2")
    assert list(second.parts.values_list("position", "name")) == [(0, "The organisation"), (2, "System 2")]
    assert list(second.candidates.values_list("name", flat=True)) == ["System 2"]
    assert not second.scoped_services.exists()
    assert list(second.answers.values_list("part__position", "outcome")) == [(2, "B1.a")]
    assert list(second.evidence_uses.values_list("part__position", "outcome")) == [(2, "B1.a")]


def test_assurance_moves_from_a2b_to_a2c_between_the_versions(world: World, council: Body) -> None:
    first = an_assessment(world, council)
    answer(desk_of(world, world.lead_of(council), first), "A2.b", Status.ACHIEVED)
    finish(first, world)
    second = open_next(world, council, "4.0")
    assert second.answers.get(outcome="A2.c").status == Status.ACHIEVED
    assert not second.answers.filter(outcome="A2.b").exists()


def test_what_is_new_in_the_next_version_has_no_answer(world: World, council: Body) -> None:
    first = an_assessment(world, council)
    confirm_all(desk_of(world, world.lead_of(council), first))
    finish(first, world)
    second = open_next(world, council, "4.0")
    assert not second.answers.filter(outcome="A4.b").exists()
    assert second.answers.filter(outcome="B5.c").exists()


def test_the_page_lists_what_is_new_changed_and_the_same(world: World, council: Body) -> None:
    first = an_assessment(world, council)
    confirm_all(desk_of(world, world.lead_of(council), first))
    finish(first, world)
    second = open_next(world, council, "4.0")
    browser = signed_in(world.lead_of(council))
    text = browser.get(f"/councils/elm/assessments/{second.pk}/changes/").content.decode()
    assert "A4.b Secure Software Development and Support" in text
    assert "A2.b Understanding Threat" in text
    assert browser.get(f"/councils/elm/assessments/{first.pk}/changes/").status_code == 404


def test_evidence_comes_along_unless_it_was_withdrawn(world: World, council: Body) -> None:
    first = an_assessment(world, council)
    part = first.parts.get(position=0)
    for title, withdrawn in (("Policy", None), ("Old policy", world.at)):
        piece = Evidence.objects.create(
            council=council, kind="reference", title=title, reference="x", added_at=world.at, withdrawn_at=withdrawn
        )
        EvidenceUse.objects.create(
            evidence=piece, assessment=first, part=part, council=council, outcome="A1.a", used_at=world.at
        )
    finish(first, world)
    second = open_next(world, council, "3.2")
    assert [use.evidence.title for use in second.evidence_uses.all()] == ["Policy"]


def test_an_assessment_started_in_a_window_belongs_to_it(world: World, council: Body) -> None:
    for title, opens, closes in (
        ("Past", date(2020, 1, 1), date(2020, 2, 1)),
        ("Now", date(2020, 3, 1), date(2099, 1, 1)),
    ):
        Window.objects.create(
            title=title, framework="caf", version="3.2", opens_on=opens, closes_on=closes, made_at=world.at
        )
    window = an_assessment(world, council).window
    assert window is not None
    assert window.title == "Now"
